import './sign-in.css'
import { useEffect, useState } from 'react'
import { Text, View } from '@tarojs/components'
import { identity } from '../../api/identity'
import { useAct } from '../../api/use-act'
import { go, replace, useParams } from '../../navigation'
import { loginCode, takeFromAddress } from '../../platform/login'
import { routes } from '../../routes'
import { tick, usePrivacy } from '../../session/privacy'
import { signInWith } from '../../session/tokens'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { say } from '../../ui/overlays'
import { Page } from '../../ui/page'
import { Refusal } from '../../ui/states'
import { Tap } from '../../ui/tap'

/** What was ticked here becomes a recorded consent by version (个人信息保护法 art. 14), once. */
const recordPrivacyConsent = async (): Promise<void> => {
  const { consents, consentVersions } = await identity.me({})
  const version = consentVersions.privacy
  const given = consents.some(c => c.kind === 'privacy' && c.version === version && c.withdrawnAt === null)
  if (!given && version) {
    const idempotencyKey = `privacy-${version}-${Date.now()}`
    await identity.giveConsent({ body: { kind: 'privacy', version }, idempotencyKey })
  }
}

/** Only our own pages: an address from outside must not send anybody elsewhere. */
const nextOf = (next: string | undefined): string => {
  const path = next ?? ''
  return path.startsWith('/pages/') || path.startsWith('/packages/') ? path : routes.home
}

const Agreement = () => {
  const ticked = usePrivacy(s => s.ticked)
  return (
    <View className="agreement">
      <Tap className="agreement-tick" role="checkbox" chosen={ticked} label="同意隐私说明" onTap={() => tick(!ticked)}>
        <View className={`box ${ticked ? 'box-on' : ''}`}>{ticked ? <Icon name="check" /> : null}</View>
        <Text>我看过并同意隐私说明</Text>
      </Tap>
      <Button kind="plain" small onTap={() => go(routes.privacy)}>
        看隐私说明
      </Button>
    </View>
  )
}

/** 登录: one button. In a browser the sandbox's persona page stands in for WeChat and comes back with `?code=`. */
export default function SignIn() {
  const { next } = useParams()
  const [code] = useState(() => takeFromAddress('code'))
  const ticked = usePrivacy(s => s.ticked)
  const [leaving, setLeaving] = useState(false)
  const { act, busy, problem } = useAct(
    'sign-in',
    async (given: string) => {
      await signInWith(given)
      await recordPrivacyConsent()
    },
    { changes: [['me'], ['people']], done: () => replace(nextOf(next)) },
  )

  useEffect(() => {
    if (!code) return
    void act(code)
    // A code is good once, for the visit that brought it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [code])

  const start = async () => {
    if (!ticked) return say('请先勾选“我看过并同意隐私说明”')
    setLeaving(true)
    try {
      await act(await loginCode())
    } catch {
      say('微信登录没有成功，请再点一次')
    } finally {
      setLeaving(false)
    }
  }

  return (
    <Page title="登录" lead="用微信登录，不用记密码。" open>
      <View className="welcome">
        <View className="welcome-mark">
          <Icon name="care" />
        </View>
        <Text className="big">县域健康服务</Text>
        <Text className="quiet">电子健康卡、预约挂号，也能替家人办</Text>
      </View>
      <View className="stack">
        <Refusal problem={problem} />
        <Button kind="main" busy={busy || leaving} busyWords="正在登录…" onTap={() => void start()}>
          微信登录
        </Button>
        <Agreement />
        <Button kind="plain" onTap={() => go(routes.home)}>
          先看看，不登录
        </Button>
      </View>
    </Page>
  )
}
