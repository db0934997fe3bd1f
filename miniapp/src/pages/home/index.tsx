import './home.css'
import { Text, View } from '@tarojs/components'
import { appointments } from '../../api/appointments'
import { useFreshWhenShown } from '../../api/use-fresh-when-shown'
import { useLoad } from '../../api/use-load'
import { awaited } from '../../features/consultations/words'
import { useUnreadBadge } from '../../features/notifications/use-unread-badge'
import { basisWords, useWhom, type Whom } from '../../features/whom/use-whom'
import { WhomBar } from '../../features/whom/whom-bar'
import { go } from '../../navigation'
import { call } from '../../platform/phone'
import { routes } from '../../routes'
import { useSettings } from '../../session/settings'
import { useSession } from '../../session/tokens'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Icon } from '../../ui/icon'
import { Page } from '../../ui/page'
import { Row, Rows } from '../../ui/rows'
import { ErrorState, Skeleton } from '../../ui/states'
import { Tap } from '../../ui/tap'
import { CalledOff } from './called-off-card'
import { ConsultationCard } from './consultation-card'
import { NextCard } from './next-card'
import { Services } from './services'

const Invitation = ({ title, words, door, path }: { title: string; words: string; door: string; path: string }) => (
  <Card>
    <View className="stack">
      <Text className="big">{title}</Text>
      <Text className="quiet">{words}</Text>
      <Button kind="main" onTap={() => go(path)}>
        {door}
      </Button>
    </View>
  </Card>
)

const CardTile = ({ whom }: { whom: Whom }) => (
  <Tap className="tile" label="出示电子健康卡" onTap={() => go(routes.card)}>
    <View className="tile-words">
      <Text className="big">电子健康卡</Text>
      <Text>{whom.chosen ? `${basisWords(whom.chosen)} ${whom.chosen.person.name}` : ''}</Text>
      <Text className="small">看病、取药都出示它</Text>
    </View>
    <View className="tile-code">
      <Icon name="qr" />
      <Text>点开出示</Text>
    </View>
  </Tap>
)

/** What waits for the person: an offered number first, then what is asked of them, then the next appointment. */
const Waiting = ({ whom }: { whom: Whom }) => {
  const { personId } = whom
  const home = useLoad(['home', personId], () => appointments.home({ query: { personId } }), {
    keep: true,
    // The clinic confirms, checks in and calls while the page stands open; 我的预约 asks as often.
    every: 60_000,
    when: personId !== undefined,
  })
  useFreshWhenShown(['home'])
  if (!home.data)
    return home.problem ? <ErrorState problem={home.problem} again={home.again} /> : <Skeleton cards={1} />
  // What this phone kept of an earlier version may lack what was called off, or the consultation.
  const { next, calledOff = [], offers, consultation = null, again } = home.data
  const ours = consultation !== null && awaited(consultation).ours
  return (
    <>
      {offers
        .filter(entry => entry.state === 'offered')
        .map(({ entryId, session }) => (
          <Invitation
            key={entryId}
            title="候补有号了"
            words={`${session.departmentName} ${session.doctorName}，给您留着，过时让给下一位。`}
            door="去看看"
            path={routes.appointments}
          />
        ))}
      <CalledOff all={calledOff} />
      {consultation && ours ? <ConsultationCard of={consultation} /> : null}
      {next ? <NextCard next={next} /> : null}
      {consultation && !ours ? <ConsultationCard of={consultation} /> : null}
      <Services />
      {again.length ? (
        <Rows title="再约同一位医生">
          {again.slice(0, 2).map(({ doctorId, doctorName, departmentId, departmentName, institutionName }) => (
            <Row
              key={doctorId}
              icon="doctor"
              title={doctorName}
              note={`${institutionName} ${departmentName}`}
              onTap={() => go(routes.bookingDoctors, { departmentId, doctorId })}
            />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

const SignedIn = ({ whom }: { whom: Whom }) => {
  const { loaded, chosen } = whom
  if (loaded.problem && !loaded.data) return <ErrorState problem={loaded.problem} again={loaded.again} />
  if (!loaded.data) return <Skeleton />
  if (!chosen) {
    return (
      <Invitation
        title="先做实名登记"
        words="核对一次姓名和身份证号，就能用电子健康卡、预约挂号。大约一分钟。"
        door="开始登记"
        path={routes.register}
      />
    )
  }
  return (
    <>
      <CardTile whom={whom} />
      <Waiting whom={whom} />
    </>
  )
}

/** 首页 */
export default function Home() {
  const signedIn = useSession(s => s.signedIn)
  const { elder, change } = useSettings()
  const whom = useWhom('appointments')
  useUnreadBadge()
  return (
    <Page title="您好，要办什么？" open top={signedIn ? <WhomBar whom={whom} /> : null} shows={[whom.loaded]}>
      {signedIn ? (
        <SignedIn whom={whom} />
      ) : (
        <>
          <Invitation
            title="登录后就能办"
            words="电子健康卡、预约挂号、替家人办，都用微信登录，不用记密码。"
            door="微信登录"
            path={routes.signIn}
          />
          <Services />
        </>
      )}
      <Rows>
        <Row
          icon="text"
          title={elder ? '回到普通版' : '长辈版'}
          note={elder ? '字小一些，一屏多放一些' : '字更大，按钮更大，更简单'}
          onTap={() => change({ elder: !elder })}
        />
      </Rows>
      <Tap className="emergency" onTap={() => call('120')}>
        <Icon name="emergency" />
        <Text>急救请打 120</Text>
      </Tap>
    </Page>
  )
}
