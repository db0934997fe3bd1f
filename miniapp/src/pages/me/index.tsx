import { Text, View } from '@tarojs/components'
import { workOf } from '../../features/at-work/work-of'
import type { Account } from '../../features/me/use-me'
import { useMe } from '../../features/me/use-me'
import { useUnreadBadge } from '../../features/notifications/use-unread-badge'
import { HelpRows } from '../../features/me/help-rows'
import { PhoneButton } from '../../features/me/phone-button'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { useSettings } from '../../session/settings'
import { signOut } from '../../session/sign-out'
import { useSession } from '../../session/tokens'
import { Card } from '../../ui/card'
import { confirm, say } from '../../ui/overlays'
import { Page } from '../../ui/page'
import { Row, Rows } from '../../ui/rows'
import { StateTag } from '../../ui/state-tag'
import { EmptyState, Loading, With } from '../../ui/states'

const Profile = ({ me }: { me: Account }) => (
  <Card>
    <View className="line line-apart">
      <View className="grow">
        <Text className="big">{me.self?.name ?? '还没有实名'}</Text>
        <View className="quiet">{me.phone ? `手机 ${me.phone}` : '还没有绑定手机号'}</View>
      </View>
      {me.self ? <StateTag words="已实名" tone="good" icon="verified" /> : null}
    </View>
  </Card>
)

const Work = ({ me }: { me: Account }) => {
  const work = workOf(me)
  return work.length ? (
    <Rows title="工作">
      {work.map(({ role, institutionId, institutionName, icon, title, path }) => (
        <Row
          key={`${role} ${institutionId}`}
          icon={icon}
          title={title}
          note={institutionName}
          onTap={() => {
            useSettings.getState().change({ institutionId })
            go(path)
          }}
        />
      ))}
    </Rows>
  ) : null
}

const leave = async () => {
  const sure = await confirm({
    title: '要退出登录吗？',
    words: '退出后，这台手机上留的内容会清掉。预约和健康卡都还在，下次登录就能看到。',
    yes: '退出登录',
    danger: true,
  })
  if (!sure) return
  await signOut()
  go(routes.home)
  say('已退出登录')
}

const Mine = ({ me }: { me: Account }) => (
  <>
    <Profile me={me} />
    {me.phone ? null : <PhoneButton done={() => say('手机号绑好了')} />}
    {me.self ? null : (
      <Rows>
        <Row icon="verified" title="做实名登记" note="登记后才能用健康卡和预约" onTap={() => go(routes.register)} />
      </Rows>
    )}
    <Work me={me} />
    <Rows title="家人">
      <Row icon="family" title="我的家人" note="替家人预约、出示健康卡" onTap={() => go(routes.members)} />
      <Row icon="care" title="请别人替我办" note="授权给亲属或村医，可随时收回" onTap={() => go(routes.proxies)} />
    </Rows>
    <Rows title="缴费">
      <Row icon="money" title="缴费记录" note="挂号费、退款、收据" onTap={() => go(routes.orders)} />
    </Rows>
    <Rows title="我的信息">
      <Row icon="viewed" title="谁看过我的信息" onTap={() => go(routes.accesses)} />
      <Row icon="file" title="我的资料副本" note="看一份，或带走一份" onTap={() => go(routes.myData)} />
      <Row icon="privacy" title="同意与撤回" onTap={() => go(routes.consents)} />
      <Row
        icon="warning"
        title="身份被别人绑定了"
        note="提出申诉，县里来处理"
        onTap={() => go(routes.identityAppeal)}
      />
    </Rows>
  </>
)

const SettingsAndHelp = ({ signedIn }: { signedIn: boolean }) => {
  const { elder, change } = useSettings()
  return (
    <>
      <Rows title="设置与帮助">
        <Row
          icon="text"
          title="长辈版"
          note="字更大，按钮更大，更简单"
          side={<StateTag words={elder ? '已打开' : '没打开'} tone={elder ? 'good' : 'plain'} />}
          onTap={() => change({ elder: !elder })}
        />
        {signedIn ? (
          <Row icon="bell" title="消息提醒" note="哪些事在微信里告诉我" onTap={() => go(routes.messageSettings)} />
        ) : null}
        <Row icon="help" title="常见问题" onTap={() => go(routes.help)} />
        <Row icon="lock" title="隐私说明" onTap={() => go(routes.privacy)} />
        {signedIn ? <Row icon="key" title="我有工作邀请码" onTap={() => go(routes.invitation)} /> : null}
        {signedIn ? <Row icon="leave" title="退出登录" danger onTap={() => void leave()} /> : null}
      </Rows>
      {signedIn ? <HelpRows /> : null}
    </>
  )
}

/** 我的 */
export default function MePage() {
  const signedIn = useSession(s => s.signedIn)
  const me = useMe()
  useUnreadBadge()
  return (
    <Page title="我的" open shows={[me]}>
      {signedIn ? (
        <Loading of={me}>{account => <Mine me={account} />}</Loading>
      ) : (
        <EmptyState
          icon="me"
          title="还没有登录"
          words="登录后在这里管家人、授权和自己的信息。"
          doors={[{ words: '微信登录', onTap: () => go(routes.signIn, { next: routes.me }) }]}
        />
      )}
      <With of={signedIn ? [me] : []}>
        <SettingsAndHelp signedIn={signedIn} />
      </With>
    </Page>
  )
}
