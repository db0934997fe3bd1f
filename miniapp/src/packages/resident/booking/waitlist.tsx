import './booking.css'
import { Text, View } from '@tarojs/components'
import { appointments } from '../../../api/appointments'
import { useAct } from '../../../api/use-act'
import { go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Loading } from '../../../ui/states'
import { clockWords, dateWords, moneyWords, weekday } from '../../../ui/words'
import type { SessionDetail } from './availability'
import { ErrandBar } from './errand-bar'
import { RefusedBooking } from './refused-booking'
import { appointmentRoutes } from './routes'
import { Steps } from './steps'
import { useErrand, type Errand } from './use-errand'
import { useForgetRefusal } from './use-forget-refusal'
import { useSessionOffer } from './use-session-offer'

const About = ({ detail: { session, waitlist } }: { detail: SessionDetail }) => (
  <>
    <Card>
      <View className="stack">
        <View>
          <View className="big">{`${dateWords(session.day)} ${weekday(session.day)}`}</View>
          <View className="big number">{clockWords(session.startsAt, session.endsAt)}</View>
        </View>
        <Facts
          facts={[
            ['医生', [session.doctorName, session.doctorTitle].filter(Boolean).join(' ')],
            ['地方', `${session.institutionName} ${session.departmentName}`],
            ['费用', session.fee ? `${moneyWords(session.fee)}，到窗口付` : '免费'],
            ['前面', waitlist.waiting ? `${waitlist.waiting} 位在等` : '还没有人排，您是第一位'],
          ]}
        />
      </View>
    </Card>
    <Steps
      title="候补怎么等？"
      steps={[
        '有人退号，就按排队先后给下一位，不用您守着。',
        '轮到您，会给您留一段时间，在“我的预约”里点“要这个号”才算约上。',
        '已经约好的别的号先留着，等您要了新的才退。',
      ]}
    />
  </>
)

const Foot = ({ errand, sessionId }: { errand: Errand; sessionId: string }) => {
  const { whom, personId } = errand
  const join = useAct(
    'join-waitlist',
    (input: { sessionId: string; personId: string }, idempotencyKey) =>
      appointments.joinWaitlist({ body: input, idempotencyKey }),
    {
      changes: [['waitlist'], ['session'], ['home']],
      done: () => {
        say('候补排上了，有号会在这里等您点')
        replace(appointmentRoutes.waitlist)
      },
    },
  )
  useForgetRefusal(personId, join.clear)
  if (whom.loaded.data && !whom.chosen) {
    return (
      <Button kind="main" onTap={() => go(routes.register)}>
        先做实名登记，再排候补
      </Button>
    )
  }
  return (
    <RefusedBooking
      problem={join.problem}
      errand={errand}
      retry={
        <Button
          kind="main"
          busy={join.busy}
          off={personId === undefined}
          onTap={() => (personId ? void join.act({ sessionId, personId }) : undefined)}
        >
          排上候补
        </Button>
      }
    />
  )
}

/** 候补: what one waits for, and how the waiting goes. */
export default function JoinWaitlist() {
  const { sessionId = '' } = useParams()
  const errand = useErrand()
  const loaded = useSessionOffer(sessionId, errand)
  const closed = loaded.data?.waitlist.open === false
  return (
    <Page
      title="要排候补吗？"
      top={<ErrandBar errand={errand} />}
      shows={[loaded]}
      foot={loaded.data && !closed ? <Foot errand={errand} sessionId={sessionId} /> : null}
    >
      <Loading of={loaded}>{detail => <About detail={detail} />}</Loading>
      {closed ? <Text className="warning">这半天的候补已经截止，请看别的日子或同科其他医生。</Text> : null}
    </Page>
  )
}
