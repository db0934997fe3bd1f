import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { Refusal } from '../../../ui/states'
import { consultationAddresses } from './addresses'
import { useWithdraw } from './use-withdraw'
import type { Shown } from './what-was-asked'

/** Withdrawing, what the doctor may look at, and after the end what one thinks of it. */
export const TalkDoors = ({ of, again }: { of: Shown; again: () => void }) => {
  const { consultationId, can, allowRecords, rating, complaint } = of
  const withdraw = useWithdraw(of, { title: '要撤回这次问诊吗？', yes: '撤回' }, () => say('已撤回'))
  const records = useAct(
    'consultation-records',
    ({ allow }: { allow: boolean }, idempotencyKey) =>
      consultations.changeRecordsAccess({ params: { consultationId }, body: { allow }, idempotencyKey }),
    {
      changes: [['consultation', consultationId], ['consultations']],
      done: again,
      refused: ({ code }) => {
        if (code !== 'consent_required') return false
        say('请先同意健康信息使用说明，再回来打开')
        go(routes.healthDataConsent)
        return true
      },
    },
  )
  return (
    <>
      <Refusal problem={withdraw.problem ?? records.problem} />
      <Rows>
        {can.changeRecordsAccess && of.status !== 'cancelled' ? (
          <Row
            icon="privacy"
            title={allowRecords ? '医生可以看我以前的病历' : '医生不能看我以前的病历'}
            side={
              <Button small busy={records.busy} onTap={() => void records.act({ allow: !allowRecords })}>
                {allowRecords ? '不给看了' : '给他看'}
              </Button>
            }
          />
        ) : null}
        {can.withdraw ? <Row icon="undo" title="撤回这次问诊" onTap={withdraw.ask} /> : null}
        {can.rate ? (
          <Row icon="favourite" title="评价这次问诊" onTap={() => go(consultationAddresses.rate, { consultationId })} />
        ) : null}
        {rating ? <Row icon="favourite" title={`您评了 ${rating.stars} 颗星`} note={rating.words ?? ''} /> : null}
        {complaint ? (
          <Row
            icon="complaint"
            title={complaint.state === 'open' ? '您的投诉正在处理' : '您的投诉有答复了'}
            note={complaint.answer ?? complaint.statement}
          />
        ) : null}
        {can.complain ? (
          <Row
            icon="complaint"
            title={complaint ? '还是不满意，再投诉' : '投诉'}
            note="由县级管理员处理"
            onTap={() => go(consultationAddresses.complain, { consultationId })}
          />
        ) : null}
      </Rows>
    </>
  )
}
