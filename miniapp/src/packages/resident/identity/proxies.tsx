import { View } from '@tarojs/components'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { useLoad } from '../../../api/use-load'
import { scopesWords, untilWords } from '../../../features/identity/words'
import { useMe } from '../../../features/me/use-me'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { addresses } from './addresses'

type GivenProxy = Awaited<ReturnType<typeof identity.proxies>>['proxies'][number]

const Live = ({ proxy }: { proxy: GivenProxy }) => {
  const { linkId, actorName, scope, recordedInPerson } = proxy
  const { act, busy, problem } = useAct(
    'revoke-proxy',
    (input: { linkId: string }, idempotencyKey) => identity.revokeProxy({ params: input, idempotencyKey }),
    { changes: [['proxies']], done: () => say(`已收回，${actorName}不能再替您办`) },
  )
  const ask = async () => {
    const sure = await confirm({
      title: `要收回给${actorName}的授权吗？`,
      words: '收回马上生效。已经替您约好的号还在，不会取消。',
      yes: '收回授权',
      no: '不收回',
      danger: true,
    })
    if (sure) await act({ linkId })
  }
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <View className="big">{actorName}</View>
          {recordedInPerson ? <StateTag words="签了纸" icon="file" /> : null}
        </View>
        <Facts
          facts={[
            ['能办', scopesWords(scope)],
            ['有效', untilWords(proxy)],
          ]}
        />
        <Refusal problem={problem} />
        <Button kind="danger" busy={busy} onTap={() => void ask()}>
          收回授权
        </Button>
      </View>
    </Card>
  )
}

const Given = ({ proxies }: { proxies: GivenProxy[] }) => {
  const live = proxies.filter(p => p.state === 'active')
  const ended = proxies.filter(p => p.state === 'ended')
  return (
    <>
      {live.length ? (
        live.map(proxy => <Live key={proxy.linkId} proxy={proxy} />)
      ) : (
        <EmptyState
          icon="care"
          title="现在没有人替您办"
          words="眼睛不好、不会用手机，可以请亲属或村医替您预约。办哪些事、办到哪天，都由您定。"
        />
      )}
      {ended.length ? (
        <Rows title="以前的授权">
          {ended.slice(0, 10).map(proxy => (
            <Row
              key={proxy.linkId}
              title={proxy.actorName}
              note={scopesWords(proxy.scope)}
              side={<StateTag words="已停止" />}
            />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** 请别人替我办: the authorisations I gave, and how to take them back. */
export default function Proxies() {
  const me = useMe()
  const loaded = useLoad(['proxies'], () => identity.proxies({}), { keep: true })
  const registered = me.data?.self != null
  return (
    <Page
      title="请别人替我办"
      shows={[loaded]}
      foot={
        me.data ? (
          <Button kind="main" icon="invite" onTap={() => go(registered ? addresses.proxyAdd : routes.register)}>
            {registered ? '请一位替我办' : '先做实名登记'}
          </Button>
        ) : null
      }
    >
      <Loading of={loaded}>{({ proxies }) => <Given proxies={proxies} />}</Loading>
    </Page>
  )
}
