import './booking.css'
import { useState } from 'react'
import type { Loaded } from '../../../api/use-load'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { EmptyState, Loading, With } from '../../../ui/states'
import type { SessionDetail } from './availability'
import { ErrandBar } from './errand-bar'
import { NearestSheet } from './nearest-sheet'
import { RefusedBooking } from './refused-booking'
import { Summary } from './summary'
import { useErrand, type Errand } from './use-errand'
import { useSessionOffer } from './use-session-offer'
import { useTaking } from './use-taking'

const titles = { book: '这样约，对吗？', move: '这样改，对吗？', follow: '这样复诊，对吗？' } as const
const acts = { book: '确认预约', move: '确认改时间', follow: '确认复诊' } as const
const busyWords = { book: '正在帮您留号…', move: '正在帮您换号…', follow: '正在帮您留号…' } as const

interface Picked {
  sessionId: string
  slotId: string
}

const slotOf = (detail: SessionDetail | undefined, { slotId }: Picked) =>
  detail?.slots.find(slot => slot.slotId === slotId)

const SlotGone = ({ detail }: { detail: SessionDetail }) => {
  const { departmentId, doctorId } = detail.session
  return (
    <EmptyState
      icon="later"
      title="这个时间已经不在排班里了"
      words="医院可能刚刚改了排班，请重新选一个时间。"
      doors={[{ words: '重新选时间', onTap: () => go(routes.bookingDoctors, { departmentId, doctorId }) }]}
    />
  )
}

interface FootProps {
  errand: Errand
  taking: ReturnType<typeof useTaking>
  slotId: string
  /** A fee that is paid at once. */
  pays: boolean
}

const Foot = ({ errand, taking, slotId, pays }: FootProps) => {
  const { purpose, whom } = errand
  if (purpose === 'book' && whom.loaded.data && !whom.chosen) {
    return (
      <Button kind="main" onTap={() => go(routes.register)}>
        先做实名登记，再预约
      </Button>
    )
  }
  return (
    <RefusedBooking
      problem={taking.problem}
      errand={errand}
      retry={
        <Button
          kind="main"
          busy={taking.busy}
          busyWords={busyWords[purpose]}
          off={errand.personId === undefined}
          onTap={() => void taking.take(slotId)}
        >
          {purpose === 'book' && pays ? '确认，去付款' : acts[purpose]}
        </Button>
      }
    />
  )
}

/** 确认: everything on one page, each line changeable, one button. */
export default function Confirm() {
  const { sessionId = '', slotId = '' } = useParams()
  const [picked, setPicked] = useState<Picked>({ sessionId, slotId })
  const errand = useErrand()
  const loaded = useSessionOffer(picked.sessionId, errand)
  const taking = useTaking(errand)
  const slot = slotOf(loaded.data, picked)
  // Its times are counted for the person of the earlier appointment: without that one nothing is asked.
  const first: Loaded<unknown> = errand.earlierId && !errand.earlier.data ? errand.earlier : loaded
  const pick = (offer: Picked) => {
    setPicked({ sessionId: offer.sessionId, slotId: offer.slotId })
    taking.forget()
    taking.clear()
  }
  return (
    <Page
      title={titles[errand.purpose]}
      top={
        <With of={[first]}>
          <ErrandBar errand={errand} />
        </With>
      }
      shows={[loaded]}
      foot={slot ? <Foot errand={errand} taking={taking} slotId={slot.slotId} pays={!!loaded.data?.payNow} /> : null}
    >
      <Loading of={first}>
        {() =>
          loaded.data &&
          (slot ? <Summary detail={loaded.data} slot={slot} errand={errand} /> : <SlotGone detail={loaded.data} />)
        }
      </Loading>
      {taking.nearest && loaded.data ? (
        <NearestSheet
          nearest={taking.nearest}
          session={loaded.data.session}
          errand={errand}
          onPick={pick}
          onClose={taking.forget}
        />
      ) : null}
    </Page>
  )
}
