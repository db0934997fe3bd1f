import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import { type ConsentKind, consentKinds } from 'shared/identity/schemas'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { useMe, type Account } from '../../../features/me/use-me'
import { go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { StateTag } from '../../../ui/state-tag'
import { Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses as cardAddresses } from '../health-card/addresses'
import { consentInForce } from './consent-in-force'
import { ConsentText } from './consent-text'
import { consentTexts } from './consent-texts'

type Kind = z.infer<typeof ConsentKind>

const useConsent = (kind: Kind, done: () => void) => {
  const give = useAct(
    'give-consent',
    (input: { kind: Kind; version: string }, idempotencyKey) => identity.giveConsent({ body: input, idempotencyKey }),
    {
      changes: [['me']],
      done: () => {
        say('已经记下：您同意')
        done()
      },
    },
  )
  const withdraw = useAct(
    'withdraw-consent',
    (input: { kind: Kind }, idempotencyKey) => identity.withdrawConsent({ params: input, idempotencyKey }),
    { changes: [['me']], done: () => say('已经撤回') },
  )
  const askToWithdraw = async () => {
    const { title, withdrawn } = consentTexts[kind]
    const sure = await confirm({
      title: `要撤回对“${title}”的同意吗？`,
      words: withdrawn.join(''),
      yes: '撤回同意',
      no: '不撤回',
      danger: true,
    })
    if (sure) await withdraw.act({ kind })
  }
  return { give, withdraw, askToWithdraw }
}

const Withdrawal = ({ kind, account }: { kind: Kind; account: Account }) => {
  const given = consentInForce(account, kind)
  return (
    <>
      <ConsentText lines={consentTexts[kind].lines} version={account.consentVersions[kind] ?? ''} />
      {given ? (
        <View className="line">
          <StateTag words="已同意" tone="good" icon="done" />
          <Text className="small quiet">{instantWords(given.givenAt)}</Text>
        </View>
      ) : null}
      <Card title="撤回会怎样">
        <View className="stack">
          {consentTexts[kind].withdrawn.map(line => (
            <Text key={line} className="quiet">
              {line}
            </Text>
          ))}
        </View>
      </Card>
      {kind === 'privacy' ? (
        <Button kind="plain" onTap={() => go(routes.privacy)}>
          看完整的隐私说明
        </Button>
      ) : null}
      {kind === 'consultation' ? (
        <Button kind="plain" onTap={() => go(routes.consultations)}>
          看我的问诊
        </Button>
      ) : null}
    </>
  )
}

/** One consent: its text, whether it stands, and the other answer. Takes `next`: where it was needed. */
export default function ConsentPage() {
  const { kind: asked, next } = useParams()
  const kind = consentKinds.find(k => k === asked) ?? 'health_data'
  const me = useMe()
  const { give, withdraw, askToWithdraw } = useConsent(kind, () => {
    if (next === 'open-card') replace(cardAddresses.open)
  })
  const version = me.data?.consentVersions[kind]
  const given = me.data && consentInForce(me.data, kind)
  return (
    <Page
      title={consentTexts[kind].title}
      lead={consentTexts[kind].purpose}
      shows={[me]}
      foot={
        version ? (
          <>
            <Refusal problem={give.problem ?? withdraw.problem} />
            {given ? (
              <Button kind="danger" busy={withdraw.busy} onTap={() => void askToWithdraw()}>
                撤回同意
              </Button>
            ) : (
              <Button kind="main" busy={give.busy} onTap={() => void give.act({ kind, version })}>
                我看过，同意
              </Button>
            )}
          </>
        ) : null
      }
    >
      <Loading of={me}>{account => <Withdrawal kind={kind} account={account} />}</Loading>
    </Page>
  )
}
