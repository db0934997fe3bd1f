import './payments.css'
import { Text, View } from '@tarojs/components'
import type { OrderLine } from 'shared/payments/model'
import { orderTag } from '../../../features/payments/words'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { instantWords, moneyWords } from '../../../ui/words'
import { useOrders } from './use-orders'

const noteOf = ({ personName, payee, createdAt }: OrderLine): string =>
  `${personName} · ${payee} · ${instantWords(createdAt)}`

const Line = ({ order }: { order: OrderLine }) => (
  <Row
    icon="money"
    title={order.what}
    note={noteOf(order)}
    side={
      <View className="order-side">
        <Text className="strong number">{moneyWords(order.amount)}</Text>
        <StateTag {...orderTag(order)} />
      </View>
    }
    onTap={() => go(order.can.pay ? routes.pay : routes.order, { orderId: order.orderId })}
  />
)

const List = ({ orders }: { orders: OrderLine[] }) => {
  const waiting = orders.filter(({ can }) => can.pay)
  const others = orders.filter(({ can }) => !can.pay)
  return (
    <>
      {waiting.length ? (
        <Rows title="等您付款">
          {waiting.map(order => (
            <Line key={order.orderId} order={order} />
          ))}
        </Rows>
      ) : null}
      {others.length ? (
        <Rows title="付过的、退过的">
          {others.map(order => (
            <Line key={order.orderId} order={order} />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** 缴费记录: of everyone the account acts for, what waits for payment first. */
export default function OrdersPage() {
  const { loaded, orders, more, busy, problem } = useOrders()
  return (
    <Page title="缴费记录" lead="在手机上付的钱，退的钱，都在这里。" shows={[loaded]}>
      <Loading of={loaded} cards={3}>
        {() =>
          orders.length === 0 ? (
            <EmptyState
              icon="money"
              title="还没有缴过费"
              words="在手机上付的挂号费、问诊费，会记在这里，也能看收据。"
            />
          ) : (
            <>
              <List orders={orders} />
              <Refusal problem={problem} />
              {more ? (
                <Button busy={busy} onTap={more}>
                  再看早一些的
                </Button>
              ) : null}
            </>
          )
        }
      </Loading>
    </Page>
  )
}
