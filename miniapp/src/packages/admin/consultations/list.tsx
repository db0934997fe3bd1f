import { useState } from 'react'
import { adminConsultations } from '../../../api/admin-consultations'
import { useLoad } from '../../../api/use-load'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses } from '../addresses'
import { DayRangeFields, lastWeek, rangeProblem, type DayRange } from '../common/day-range'
import { standingOf } from './standing'
import { useComplaints } from './use-complaints'

type Found = Awaited<ReturnType<typeof adminConsultations.findConsultations>>['consultations'][number]

interface Asked extends DayRange {
  doctorName: string
  before: string | undefined
  earlier: Found[]
}

const Line = ({ of }: { of: Found }) => (
  <Row
    icon={of.complaint === 'open' ? 'complaint' : 'chat'}
    title={`${of.personName} 问 ${of.doctorName}医生`}
    note={`${of.institutionName} · ${instantWords(of.askedAt)}${of.complaint ? ' · 有投诉' : ''}`}
    side={<StateTag {...standingOf(of)} />}
    onTap={() => go(addresses.consultation, { consultationId: of.consultationId })}
  />
)

const Complaints = () => {
  const { data } = useComplaints()
  const open = data?.open ?? 0
  return (
    <Rows>
      <Row
        icon="complaint"
        title="问诊投诉"
        note={open ? '等您答复' : '没有等答复的'}
        side={open ? <StateTag words={`${open} 件`} tone="waiting" icon="waiting" /> : null}
        onTap={() => go(addresses.consultationComplaints)}
      />
      <Row
        icon="settings"
        title="问诊规则"
        note="各机构的费用、接诊时限、每天最多几个"
        onTap={() => go(addresses.institutions, { of: 'consultations' })}
      />
    </Rows>
  )
}

/** 在线问诊监管: found by day and doctor; opening one asks for a reason. */
export default function List() {
  const [range, setRange] = useState<DayRange>(lastWeek)
  const [doctorName, setDoctorName] = useState('')
  const [tried, setTried] = useState(false)
  const [asked, setAsked] = useState<Asked>(() => ({ ...lastWeek(), doctorName: '', before: undefined, earlier: [] }))
  const { earlier, before, from, to } = asked
  const name = asked.doctorName.trim()
  const loaded = useLoad(['admin-consultations', from, to, name, before], () =>
    adminConsultations.findConsultations({
      query: { from, to, before, ...(name ? { doctorName: name } : {}) },
    }),
  )
  const search = () => {
    setTried(true)
    if (!rangeProblem(range)) setAsked({ ...range, doctorName, before: undefined, earlier: [] })
  }
  return (
    <WorkPage
      title="在线问诊监管"
      lead="打开一份问诊要写明原因，居民能查到您看过。"
      shows={[loaded]}
      foot={
        <Button kind="main" icon="search" onTap={search}>
          查这几天的
        </Button>
      }
    >
      <Complaints />
      <DayRangeFields value={range} onChange={setRange} tried={tried} />
      <Field label="医生姓名（可不填）" max={40} value={doctorName} onChange={setDoctorName} onConfirm={search} />
      <Loading of={loaded}>
        {({ consultations, next }) => {
          const all = [...earlier, ...consultations]
          if (all.length === 0) return <EmptyState icon="search" title="这几天没有问诊" words="换几天再查。" />
          return (
            <>
              <Rows title="新的在前">
                {all.map(of => (
                  <Line key={of.consultationId} of={of} />
                ))}
              </Rows>
              {next ? (
                <Button onTap={() => setAsked({ ...asked, before: next, earlier: all })}>再看早一些的</Button>
              ) : null}
            </>
          )
        }}
      </Loading>
    </WorkPage>
  )
}
