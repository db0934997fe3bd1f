import { useState } from 'react'
import { WorkPage } from '../../../features/at-work/work-page'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { usePaymentDays } from './use-payments'

/** Long lists come in parts. */
const part = 30

/** 付款警报: forged notices and mismatches of the last 31 days; none of them has changed anything. */
export default function PaymentAlarmsPage() {
  const loaded = usePaymentDays()
  const [most, setMost] = useState(part)
  return (
    <WorkPage
      title="付款警报"
      lead="冒充微信的通知、金额对不上的付款。都没有动过账；一再出现，请报告县里的安全负责人。"
      shows={[loaded]}
    >
      <Loading of={loaded}>
        {({ alarms }) =>
          alarms.length === 0 ? (
            <EmptyState icon="done" title="一条也没有" words="最近 31 天，付款的通知都是微信发的，都对得上。" />
          ) : (
            <>
              <Rows title={`最近 31 天 ${alarms.length} 条，新的在前`}>
                {alarms.slice(0, most).map(({ alarmId, at, words }) => (
                  <Row key={alarmId} icon="warning" title={words} note={instantWords(at)} />
                ))}
              </Rows>
              {alarms.length > most ? <Button onTap={() => setMost(most + part)}>再看早一些的</Button> : null}
            </>
          )
        }
      </Loading>
    </WorkPage>
  )
}
