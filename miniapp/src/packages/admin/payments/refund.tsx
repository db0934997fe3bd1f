import { useState } from 'react'
import { paymentsDesk } from '../../../api/payments-desk'
import { useLoad } from '../../../api/use-load'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { WorkPage } from '../../../features/at-work/work-page'
import { RefundForm } from '../../../features/payments/refund-form'
import { back, replace, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { EmptyState, Loading } from '../../../ui/states'
import { addresses } from '../addresses'

const isNumber = (typed: string): boolean => /^[0-9a-f-]{36}$/i.test(typed.trim())

const Asking = () => {
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const look = () => {
    if (isNumber(typed)) replace(addresses.refund, { appointmentId: typed.trim() })
    else setTried(true)
  }
  return (
    <WorkPage
      title="退哪一个预约的费？"
      lead="门诊退不了的大额，他们会把预约的编号发给您。"
      foot={
        <Button kind="main" icon="search" onTap={look}>
          找这笔费用
        </Button>
      }
    >
      <Field
        label="预约的编号"
        hint="门诊工作台“复制编号”得来的，36 个字符"
        max={40}
        value={typed}
        onChange={setTyped}
        error={tried && !isNumber(typed) ? '编号不完整，请整个粘贴过来。' : null}
        onConfirm={look}
      />
    </WorkPage>
  )
}

const Refunding = ({ appointmentId }: { appointmentId: string }) => {
  const [done, setDone] = useState(false)
  const loaded = useLoad(
    ['desk', 'order', appointmentId],
    () => paymentsDesk.deskOrder({ params: { appointmentId } }),
    {
      when: !done,
    },
  )
  if (done)
    return (
      <OutcomePage
        title="替居民退款"
        outcome="退款登记好了"
        words="微信会把钱退回居民付款的地方，居民会收到消息。"
        doors={[{ words: '好，返回', onTap: back }]}
      />
    )
  const missing = !loaded.data && loaded.problem?.code === 'not_found'
  return (
    <WorkPage title="替居民退款" {...(loaded.data ? { lead: loaded.data.payee } : {})} shows={[loaded]}>
      {missing ? (
        <EmptyState
          icon="search"
          title="没有找到这笔费用"
          words="编号可能抄错了，或者这个预约没有在手机上付过钱。"
          doors={[{ words: '重新填编号', onTap: () => replace(addresses.refund) }]}
        />
      ) : (
        <Loading of={loaded}>{order => <RefundForm order={order} onDone={() => setDone(true)} />}</Loading>
      )}
    </WorkPage>
  )
}

/** 替居民退款: above what the desk may refund, by the booking's number. */
export default function RefundPage() {
  const { appointmentId } = useParams()
  return appointmentId ? <Refunding appointmentId={appointmentId} /> : <Asking />
}
