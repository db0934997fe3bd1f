import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { basisWords, usePeople, type ActsForPerson } from '../../../features/whom/use-whom'
import { replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { useNow } from '../../../ui/countdown'
import { Field } from '../../../ui/field'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { MemberAdded } from './member-added'

/** How long the server makes people wait before the first repeat; later waits it tells itself. */
const firstWait = 60_000

/** Sending again: not before the server allows it, and the seconds are counted on the button. */
const Resend = ({ linkId, sentJustNow, who }: { linkId: string; sentJustNow: boolean; who: string }) => {
  const now = useNow()
  const [waitUntil, setWaitUntil] = useState(() => (sentJustNow ? Date.now() + firstWait : 0))
  const { act, busy, problem } = useAct(
    'send-member-code',
    (input: { linkId: string }, idempotencyKey) => identity.sendMemberCode({ params: input, idempotencyKey }),
    {
      done: ({ sentTo }) => {
        setWaitUntil(Date.now() + firstWait)
        say(`验证码发到 ${sentTo} 了`)
      },
      refused: ({ code, details }) => {
        if (code !== 'code_sent_recently') return false
        setWaitUntil(Date.now() + Number(details.retryAfterSeconds ?? 60) * 1000)
        return true
      },
    },
  )
  const left = Math.ceil((waitUntil - now) / 1000)
  return (
    <>
      <Refusal problem={problem} />
      <Button icon="sent" off={left > 0} busy={busy} busyWords="正在发…" onTap={() => void act({ linkId })}>
        {left > 0 ? `${left} 秒后可以再发一次` : `给${who}再发一次`}
      </Button>
    </>
  )
}

const Form = ({ link, sent, onDone }: { link: ActsForPerson; sent: boolean; onDone: (m: ActsForPerson) => void }) => {
  const { linkId, person } = link
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const who = basisWords(link)
  const { act, busy, problem } = useAct(
    'confirm-member',
    (input: { linkId: string; code: string }, idempotencyKey) =>
      identity.confirmMember({ params: { linkId: input.linkId }, body: { code: input.code }, idempotencyKey }),
    { changes: [['people']], done: onDone },
  )
  const drop = useAct(
    'drop-member',
    (input: { linkId: string }, idempotencyKey) => identity.unbindMember({ params: input, idempotencyKey }),
    { changes: [['people']], done: () => replace(routes.members) },
  )
  const giveUp = async () => {
    const sure = await confirm({
      title: `先不加${who}了？`,
      words: '以后随时可以再添加。',
      yes: '先不加了',
      danger: true,
    })
    if (sure) await drop.act({ linkId })
  }
  return (
    <Page
      title="验证码是多少？"
      lead={`请${who}看一下手机 ${person.phone ?? ''} 的短信，把 6 位数字告诉您。`}
      foot={
        <>
          <Refusal problem={problem ?? drop.problem} />
          <Button
            kind="main"
            busy={busy}
            onTap={() => (/^\d{6}$/.test(code) ? void act({ linkId, code }) : setTried(true))}
          >
            填好了，添加
          </Button>
        </>
      }
    >
      <View className="digits">
        <Field
          label="6 位验证码"
          type="number"
          max={6}
          focus
          value={code}
          onChange={setCode}
          error={tried && !/^\d{6}$/.test(code) ? `验证码是 6 位数字，这里是 ${code.length} 位。` : null}
        />
      </View>
      <Resend linkId={linkId} sentJustNow={sent} who={who} />
      <Text className="quiet">这个号码不用了？带上家人的身份证到就近的卫生院改号码，改好再添加。</Text>
      <Button kind="plain" busy={drop.busy} onTap={() => void giveUp()}>
        先不加了
      </Button>
    </Page>
  )
}

/** The code that went to the family member's own phone. */
export default function MemberCode() {
  const { linkId, sent } = useParams()
  const people = usePeople()
  const [added, setAdded] = useState<ActsForPerson | null>(null)
  if (added) return <MemberAdded member={added} />
  const link = people.data?.people.find(p => p.linkId === linkId && p.state === 'pending')
  if (link) return <Form link={link} sent={sent === '1'} onDone={setAdded} />
  return (
    <Page title="验证码">
      <Loading of={people}>
        {() => (
          <EmptyState
            icon="family"
            title="不用再填验证码"
            words="这位家人已经添加好了，或者已经取消了。"
            doors={[{ words: '看我的家人', onTap: () => replace(routes.members) }]}
          />
        )}
      </Loading>
    </Page>
  )
}
