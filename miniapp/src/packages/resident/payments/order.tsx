import './payments.css'
import { Text, View } from '@tarojs/components'
import type { Order, Refund } from 'shared/payments/model'
import { orderTag, receivedWords, refundWords } from '../../../features/payments/words'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { instantWords, moneyWords } from '../../../ui/words'
import { paymentAddresses } from './addresses'
import { FoundOrder } from './found-order'
import { PayLeft } from './pay-left'
import { placeOfPurpose, purposeWords } from './purpose-words'
import { useOrder } from './use-order'

const Sum = ({ order }: { order: Order }) => (
  <Card>
    <View className="pay-sum">
      <Text className="quiet">{`付给 ${order.payee}`}</Text>
      <Text className="pay-amount number">{moneyWords(order.amount)}</Text>
      <StateTag {...orderTag(order)} />
    </View>
    <Facts
      facts={[
        ['付什么', order.what],
        ['给谁', order.personName],
        ['下单', instantWords(order.createdAt)],
        ['付款', order.paidAt && instantWords(order.paidAt)],
      ]}
    />
  </Card>
)

/** How much comes back, why and by whose decision, where it is now, and how long a bank takes. */
const RefundCard = ({ refund }: { refund: Refund }) => {
  const { sentence, ...tag } = refundWords(refund)
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="big number">{`退 ${moneyWords(refund.amount)}`}</Text>
          <StateTag {...tag} />
        </View>
        <Text>{sentence}</Text>
        <Facts
          facts={[
            ['为什么', refund.words],
            ['什么时候', instantWords(refund.requestedAt)],
            ['退到', receivedWords(refund.receivedBy)],
            ['退好', refund.settledAt && refund.state === 'success' ? instantWords(refund.settledAt) : null],
          ]}
        />
      </View>
    </Card>
  )
}

const Doors = ({ order }: { order: Order }) => {
  const { orderId, paidAt, purpose } = order
  const { route, query } = placeOfPurpose(order)
  return (
    <Rows>
      {paidAt ? (
        <Row
          icon="ticket"
          title="看收据"
          note="可以存成图片，报销时用"
          onTap={() => go(paymentAddresses.receipt, { orderId })}
        />
      ) : null}
      <Row
        icon={purpose === 'appointment' ? 'booked' : 'chat'}
        title={purposeWords[purpose].door}
        onTap={() => go(route, query)}
      />
    </Rows>
  )
}

/** One order: the truth about it whenever it is opened, with what comes back of it. */
export default function OrderPage() {
  const { orderId = '' } = useParams()
  const loaded = useOrder(orderId)
  const order = loaded.data
  return (
    <Page
      title="缴费详情"
      shows={[loaded]}
      foot={
        order?.can.pay ? (
          <Button kind="main" icon="money" onTap={() => go(routes.pay, { orderId })}>
            {`去付款 ${moneyWords(order.amount)}`}
          </Button>
        ) : null
      }
    >
      <FoundOrder of={loaded}>
        {found => (
          <>
            {found.can.pay && found.payBefore ? (
              <PayLeft order={found} until={found.payBefore} onOver={loaded.again} />
            ) : null}
            <Sum order={found} />
            {found.refunds.map(refund => (
              <RefundCard key={refund.refundId} refund={refund} />
            ))}
            <Doors order={found} />
          </>
        )}
      </FoundOrder>
    </Page>
  )
}
