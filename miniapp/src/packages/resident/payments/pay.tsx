import './payments.css'
import { useEffect, useRef } from 'react'
import { Text, View } from '@tarojs/components'
import type { Order } from 'shared/payments/model'
import { noLongerTrue } from '../../../api/query-client'
import type { Loaded } from '../../../api/use-load'
import { replace, returnTo, useParams } from '../../../navigation'
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
import { placeOfPurpose, purposeWords } from './purpose-words'
import { placeOf, type Place } from './right-page'
import { useGivingBack } from './use-giving-back'
import { orderChanges, useOrder } from './use-order'
import { usePaying, type Asked } from './use-paying'

const replaceByProof = (order: Order): void => {
  if (order.purpose === 'appointment')
    return replace(bookingRoutes.receipt, { appointmentId: order.purposeId, did: 'paid' })
  const { route, query } = placeOfPurpose(order)
  returnTo(route, query)
}

/** Paid already, here, on another phone or a week ago: not the payment page but what it was for. */
const useRightPage = (order: Order | undefined, place: Place | null): void => {
  const shown = useShown()
  const leaving = useRef(false)
  useEffect(() => {
    if (!order || !shown || leaving.current || (place !== 'proof' && place !== 'order')) return
    leaving.current = true
    void Promise.all(orderChanges.filter(([name]) => name !== 'order').map(noLongerTrue)).then(() =>
      place === 'proof' ? replaceByProof(order) : replace(routes.order, { orderId: order.orderId }),
    )
  }, [order, place, shown])
}

const Asking = ({ order: { purpose } }: { order: Order }) => (
  <View className="card pay-asking" {...(process.env.TARO_ENV === 'h5' ? { role: 'status' } : {})}>
    <View className="spinner" />
    <Text className="big">正在向微信核实…</Text>
    <Text className="quiet">{`一般几秒钟就好，请不要重复付款。${purposeWords[purpose].kept}`}</Text>
  </View>
)

const afterwards = ({ purpose }: Order): Partial<Record<Asked, string>> => ({
  cancelled: `刚才没有付款，没有扣您的钱。${purposeWords[purpose].kept}要的话再点一次付款。`,
  failed: '刚才没有付成，没有扣您的钱。可以再付一次，或换一张卡。',
  unknown: `微信还没有告诉我们结果。要是已经付了，不用再付：核实到了，这里自己会变，${purposeWords[purpose].unknown}。`,
})

const Told = ({ asked, order }: { asked: Asked; order: Order }) => {
  const words = afterwards(order)[asked]
  return words ? (
    <View className="banner" {...(process.env.TARO_ENV === 'h5' ? { role: 'status' } : {})}>
      <Icon name={asked === 'unknown' ? 'waiting' : 'info'} />
      <Text>{words}</Text>
    </View>
  ) : null
}

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
    {order.payBefore ? <PayLeft order={order} until={order.payBefore} onOver={loaded.again} /> : null}
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
        <Button
          kind="plain"
          busy={giving.busy}
          busyWords={purposeWords[order.purpose].givingUp}
          onTap={giving.giveBack}
        >
          {purposeWords[order.purpose].giveUp}
        </Button>
      )}
    </>
  )
}

const Body = ({ order, place, asked, loaded }: { order: Order; place: Place; asked: Asked; loaded: Loaded<Order> }) => {
  if (asked === 'asking' || place === 'proof' || place === 'order') return <Asking order={order} />
  if (place === 'over') return <PayOver order={order} />
  return (
    <>
      <Told asked={asked} order={order} />
      <Bill order={order} loaded={loaded} />
      {place === 'unavailable' ? (
        <EmptyState
          bad
          icon="offline"
          title="微信支付暂时连不上"
          words={purposeWords[order.purpose].unavailable}
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
      title={place === 'over' || !order ? '这笔费用' : purposeWords[order.purpose].title}
      {...(payable ? { lead: purposeWords[order.purpose].lead } : {})}
      shows={[loaded]}
      foot={payable ? <Foot order={order} paying={paying} /> : null}
    >
      <FoundOrder of={loaded}>
        {found => <Body order={found} place={placeOf(found, Date.now())} asked={paying.asked} loaded={loaded} />}
      </FoundOrder>
    </Page>
  )
}
