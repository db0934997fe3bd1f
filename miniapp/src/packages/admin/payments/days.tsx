import { useState } from 'react'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { dayWords } from '../../../ui/words'
import { addresses } from '../addresses'
import { dayTag, totalWords } from './words'
import { usePaymentDays, type PaymentDays } from './use-payments'

/** Long lists come in parts. */
const part = 10

const Days = ({ days }: Pick<PaymentDays, 'days'>) => {
  const [most, setMost] = useState(part)
  if (days.length === 0)
    return <EmptyState icon="money" title="还没有账" words="有人在手机上付了挂号费，第二天就会有账单。" />
  return (
    <>
      <Rows title="最近 31 天，新的在前">
        {days.slice(0, most).map(day => (
          <Row
            key={day.day}
            title={dayWords(day.day)}
            note={totalWords(day)}
            side={<StateTag {...dayTag(day)} />}
            onTap={() => go(addresses.paymentDay, { day: day.day })}
          />
        ))}
      </Rows>
      {days.length > most ? <Button onTap={() => setMost(most + part)}>再看早一些的</Button> : null}
    </>
  )
}

/** 微信对账: each day green, or what is open; forged notices beside it. */
export default function PaymentDaysPage() {
  const loaded = usePaymentDays()
  return (
    <WorkPage title="微信对账" lead="每天上午 10 点后，和微信的账单一笔一笔对。" shows={[loaded]}>
      <Loading of={loaded} cards={3}>
        {({ days, alarms }) => (
          <>
            <Rows>
              <Row
                icon="warning"
                title="付款警报"
                note={alarms.length ? '有冒充微信的通知，或对不上的付款' : '最近 31 天一条也没有'}
                side={alarms.length ? <StateTag words={`${alarms.length} 条`} tone="bad" icon="warning" /> : null}
                onTap={() => go(addresses.paymentAlarms)}
              />
              <Row
                icon="undo"
                title="替居民退款"
                note="门诊退不了的大额，拿着编号到这里退"
                onTap={() => go(addresses.refund)}
              />
            </Rows>
            <Days days={days} />
          </>
        )}
      </Loading>
    </WorkPage>
  )
}
