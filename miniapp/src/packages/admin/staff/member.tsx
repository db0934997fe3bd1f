import { useState } from 'react'
import { Text } from '@tarojs/components'
import { identityStaff } from '../../../api/identity-staff'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Field } from '../../../ui/field'
import { confirm, say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { SecretCode } from './secret-code'
import { staffKey, useStaff } from './use-staff'
import { memberState, roleWords, seenWords, type Member } from './words'

/** Disabling works at once, enabling too; both with a written reason. */
const Disabling = ({ member, onClose }: { member: Member; onClose: () => void }) => {
  const { staffId, displayName, disabledAt } = member
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, problem } = useWorkAct(
    `staff-disabled:${staffId}`,
    (body: { disabled: boolean; reason: string }, idempotencyKey) =>
      identityStaff.setStaffDisabled({ params: { staffId }, body, idempotencyKey }),
    {
      changes: [staffKey],
      done: after => {
        say(after.disabledAt ? `${displayName} 停用了，马上生效` : `${displayName} 又能用了`)
        onClose()
      },
    },
  )
  const short = reason.trim().length < 2
  const go = () => (short ? setTried(true) : void act({ disabled: !disabledAt, reason: reason.trim() }))
  return (
    <Sheet title={disabledAt ? `重新启用 ${displayName}？` : `停用 ${displayName}？`} onClose={onClose}>
      <Text className="quiet">
        {disabledAt ? '启用后，他用原来的微信和口令就能工作。' : '停用马上生效，他正在办的也会停下。以后可以再启用。'}
      </Text>
      <Field
        label="原因"
        hint="比如：调走了、手机丢了、休假回来。会留在记录里"
        area
        max={200}
        value={reason}
        onChange={setReason}
        error={tried && short ? '请写一句原因，至少两个字。' : null}
      />
      <Refusal problem={problem} />
      <Button kind={disabledAt ? 'main' : 'danger-main'} busy={busy} onTap={go}>
        {disabledAt ? '重新启用' : '停用'}
      </Button>
    </Sheet>
  )
}

const Details = ({ member }: { member: Member }) => (
  <Card>
    <Facts
      facts={[
        ['现在', <StateTag key="state" {...memberState(member)} />],
        ['岗位', roleWords[member.role].words],
        ['单位', member.institutionName],
        ['使用', seenWords(member)],
        ['锁到', member.lockedUntil && instantWords(member.lockedUntil)],
        ['停用', member.disabledAt && instantWords(member.disabledAt)],
      ]}
    />
  </Card>
)

const MemberActs = ({ member }: { member: Member }) => {
  const { staffId, displayName, disabledAt } = member
  const [disabling, setDisabling] = useState(false)
  const [code, setCode] = useState<{ code: string; expiresAt: string } | null>(null)
  const reset = useWorkAct(
    `passcode-reset:${staffId}`,
    (_: string) => identityStaff.resetPasscode({ params: { staffId } }),
    { changes: [staffKey], done: setCode },
  )
  const ask = async () => {
    const sure = await confirm({
      title: `重置 ${displayName} 的口令？`,
      words: '原来的口令马上作废，他正在办的会停下。您会看到一个码，念给他，他用这个码定新口令。请先确认是他本人。',
      yes: '重置口令',
      danger: true,
    })
    if (sure) await reset.act(String(Date.now()))
  }
  return (
    <>
      {code ? (
        <SecretCode
          {...code}
          how={`念给 ${displayName}：打开“我的 › 我有工作邀请码”，输这个码，再定一个新口令。只有他自己的微信能用。`}
        />
      ) : null}
      <Refusal problem={reset.problem} />
      {disabledAt ? null : (
        <Button icon="key" busy={reset.busy} onTap={() => void ask()}>
          口令忘了或锁住了，重置
        </Button>
      )}
      <Button kind={disabledAt ? 'main' : 'danger'} onTap={() => setDisabling(true)}>
        {disabledAt ? '重新启用' : '停用'}
      </Button>
      {disabling ? <Disabling member={member} onClose={() => setDisabling(false)} /> : null}
    </>
  )
}

/** One member of staff. */
export default function MemberPage() {
  const { staffId } = useParams()
  const loaded = useStaff()
  const member = loaded.data?.staff.find(m => m.staffId === staffId)
  return (
    <WorkPage title={member?.displayName ?? '工作人员'} shows={[loaded]}>
      <Loading of={loaded} cards={1}>
        {() =>
          member ? (
            <>
              <Details member={member} />
              <MemberActs key={member.staffId} member={member} />
            </>
          ) : (
            <EmptyState
              icon="person"
              title="没有这个人"
              words="可能注销了账号。"
              doors={[{ words: '返回', onTap: back }]}
            />
          )
        }
      </Loading>
    </WorkPage>
  )
}
