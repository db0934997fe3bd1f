import './payments.css'
import { useEffect, useRef } from 'react'
import { Text, View } from '@tarojs/components'
import type { Order } from 'shared/payments/model'
import { noLongerTrue } from '../../../api/query-client'
import type { Loaded } from '../../../api/use-load'
import { replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Icon } from '../../../ui/icon'
import { Page } from '../../../ui/page'
import { EmptyState, Refusal } from '../../../ui/states'
import { useShown } from '../../../ui/use-shown'
import { moneyWords } from '../../../ui/words'
import { bookingRoutes } from '../booking/routes'
import { FoundOrder } from './found-order'
import { PayLeft } from './pay-left'
import { PayOver } from './pay-over'
import { placeOf, type Place } from './right-page'
import { useGivingBack } from './use-giving-back'
import { orderChanges, useOrder } from './use-order'
import { usePaying, type Asked } from './use-paying'

/** Paid already, here, on another phone or a week ago: not the payment page but what it was for. */
const useRightPage = (order: Order | undefined, place: Place | null): void => {
  const shown = useShown()
  const leaving = useRef(false)
  useEffect(() => {
    if (!order || !shown || leaving.current || (place !== 'proof' && place !== 'order')) return
    leaving.current = true
    void Promise.all(orderChanges.filter(([name]) => name !== 'order').map(noLongerTrue)).then(() =>
      place === 'proof'
        ? replace(bookingRoutes.receipt, { appointmentId: order.purposeId, did: 'paid' })
        : replace(routes.order, { orderId: order.orderId }),
    )
  }, [order, place, shown])
}

const Asking = () => (
  <View className="card pay-asking" {...(process.env.TARO_ENV === 'h5' ? { role: 'status' } : {})}>
    <View className="spinner" />
    <Text className="big">正在向微信核实…</Text>
    <Text className="quiet">一般几秒钟就好，请不要重复付款。号给您留着。</Text>
  </View>
)

const afterwards: Partial<Record<Asked, string>> = {
  cancelled: '刚才没有付款，没有扣您的钱。号还给您留着，要的话再点一次付款。',
  failed: '刚才没有付成，没有扣您的钱。可以再付一次，或换一张卡。',
  unknown: '微信还没有告诉我们结果。要是已经付了，不用再付：核实到了，这里自己会变，“我的预约”里也能看到。',
}

const Told = ({ asked }: { asked: Asked }) =>
  afterwards[asked] ? (
    <View className="banner" {...(process.env.TARO_ENV === 'h5' ? { role: 'status' } : {})}>
      <Icon name={asked === 'unknown' ? 'waiting' : 'info'} />
      <Text>{afterwards[asked]}</Text>
    </View>
  ) : null

const Bill = ({ order, loaded }: { order: Order; loaded: Loaded<Order> }) => (
  <>
    <Card>
      <View className="pay-sum">
        <Text className="quiet">{`付给 ${order.payee}`}</Text>
        <Text className="pay-amount number">{moneyWords(order.amount)}</Text>
      </View>
      <Facts
        facts={[
          ['付什么', order.what],
          ['给谁', order.personName],
        ]}
      />
    </Card>
    {order.payBefore ? <PayLeft until={order.payBefore} onOver={loaded.again} /> : null}
  </>
)

type Paying = ReturnType<typeof usePaying>

const Foot = ({ order, paying }: { order: Order; paying: Paying }) => {
  const giving = useGivingBack(order)
  const { asked, pay, askAgain, busy, problem } = paying
  const payWords = `微信支付 ${moneyWords(order.amount)}`
  return (
    <>
      <Refusal problem={problem ?? giving.problem} />
      {asked === 'unknown' ? (
        <Button kind="main" icon="refresh" onTap={askAgain}>
          再核实一次
        </Button>
      ) : null}
      <Button
        kind={asked === 'unknown' ? 'second' : 'main'}
        icon="money"
        busy={busy}
        busyWords="正在打开微信支付…"
        onTap={pay}
      >
        {asked === 'unknown' ? '刚才没付成，再付一次' : payWords}
      </Button>
      {busy ? null : (
        <Button kind="plain" busy={giving.busy} busyWords="正在退号…" onTap={giving.giveBack}>
          不要这个号了
        </Button>
      )}
    </>
  )
}

const Body = ({ order, place, asked, loaded }: { order: Order; place: Place; asked: Asked; loaded: Loaded<Order> }) => {
  if (asked === 'asking' || place === 'proof' || place === 'order') return <Asking />
  if (place === 'over') return <PayOver order={order} />
  return (
    <>
      <Told asked={asked} />
      <Bill order={order} loaded={loaded} />
      {place === 'unavailable' ? (
        <EmptyState
          bad
          icon="offline"
          title="微信支付暂时连不上"
          words="号给您留着，过一会儿再来付。也可以先退了号，到窗口挂。"
          doors={[{ words: '再试一次', onTap: loaded.again }]}
        />
      ) : null}
    </>
  )
}

/** 付款: to whom, for what, how much, until when; afterwards the server, not the phone, says what became of it. */
export default function PayPage() {
  const { orderId = '' } = useParams()
  const loaded = useOrder(orderId)
  const paying = usePaying(orderId)
  const order = loaded.data
  const place = order ? placeOf(order, Date.now()) : null
  useRightPage(order, paying.asked === 'asking' ? null : place)
  const payable = order && place === 'pay' && paying.asked !== 'asking'
  return (
    <Page
      title={place === 'over' ? '这笔费用' : '付挂号费'}
      {...(payable ? { lead: '付了款，号才算约上。' } : {})}
      shows={[loaded]}
      foot={payable ? <Foot order={order} paying={paying} /> : null}
    >
      <FoundOrder of={loaded}>
        {found => <Body order={found} place={placeOf(found, Date.now())} asked={paying.asked} loaded={loaded} />}
      </FoundOrder>
    </Page>
  )
}
