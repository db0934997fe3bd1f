import './consultations.css'
import '../booking/booking.css'
import { Text, View } from '@tarojs/components'
import type { ConsultingDoctor } from 'shared/consultations/contract'
import { consultations } from '../../../api/consultations'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Icon } from '../../../ui/icon'
import { Page } from '../../../ui/page'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { Tap } from '../../../ui/tap'
import { moneyWords } from '../../../ui/words'
import { Avatar } from '../booking/avatar'
import { useParts } from '../../../ui/use-parts'
import { consultationAddresses } from './addresses'
import { usualWords } from './doctor-words'
import { Emergency } from './emergency'

const closedWords = {
  off_duty: '现在不接诊',
  full_today: '今天满了',
  not_for_child: '不看小小孩',
} as const

const DoctorCard = ({ doctor, personId }: { doctor: ConsultingDoctor; personId: string }) => {
  const { doctorId, institutionId, name, title, institutionName, departmentNames, goodAt, open, closedBecause } = doctor
  return (
    <Tap
      className="card stack"
      label={`${name} ${title ?? ''} ${institutionName} ${open ? moneyWords(doctor.fee) : '现在不能问'}`}
      onTap={open ? () => go(consultationAddresses.ask, { doctorId, institutionId, personId }) : undefined}
    >
      <View className="line">
        <Avatar name={name} />
        <View className="grow">
          <View className="line line-apart">
            <Text className="strong">{[name, title].filter(Boolean).join(' ')}</Text>
            {open ? (
              <Text className="strong primary number">{moneyWords(doctor.fee)}</Text>
            ) : closedBecause ? (
              <StateTag words={closedWords[closedBecause]} />
            ) : null}
          </View>
          <Text className="quiet small">{[institutionName, ...departmentNames].join(' ')}</Text>
        </View>
      </View>
      {doctor.paediatric ? (
        <View className="line">
          <StateTag words="儿科" tone="good" />
        </View>
      ) : null}
      {goodAt ? <Text>{`擅长：${goodAt}`}</Text> : null}
      {open ? (
        <View className="line">
          <Text className="quiet small grow">{usualWords(doctor)}</Text>
          <Icon name="next" className="row-door" />
        </View>
      ) : null}
    </Tap>
  )
}

const Group = ({ title, doctors, personId }: { title: string; doctors: ConsultingDoctor[]; personId: string }) => {
  const { shown, more } = useParts(doctors, 10)
  if (doctors.length === 0) return null
  return (
    <>
      <Text className="group-title">{title}</Text>
      {shown.map(doctor => (
        <DoctorCard key={`${doctor.doctorId} ${doctor.institutionId}`} doctor={doctor} personId={personId} />
      ))}
      {more ? <Button onTap={more}>再看几位医生</Button> : null}
    </>
  )
}

const Choice = ({ doctors, personId }: { doctors: ConsultingDoctor[]; personId: string }) => {
  if (doctors.length === 0) {
    return (
      <EmptyState
        icon="doctor"
        title="现在没有医生在线上接诊"
        words="可以晚一点再来，或者预约挂号当面看。"
        doors={[{ words: '预约挂号', onTap: () => go(routes.booking) }]}
      />
    )
  }
  return (
    <>
      {doctors.some(d => d.open) ? null : (
        <Card title="现在没有医生在线上接诊">
          <View className="stack">
            <Text>可以晚一点再来，或者预约挂号当面看。</Text>
            <Button kind="main" icon="calendar" onTap={() => go(routes.booking)}>
              预约挂号
            </Button>
          </View>
        </Card>
      )}
      <Group title="您的家庭医生团队" doctors={doctors.filter(d => d.ownTeam)} personId={personId} />
      <Group
        title={doctors.some(d => d.ownTeam) ? '县里的其他医生' : '县里的医生'}
        doctors={doctors.filter(d => !d.ownTeam)}
        personId={personId}
      />
    </>
  )
}

/** 问哪位医生: the own family-doctor team first; what cannot wait stands above all. */
export default function Doctors() {
  const { personId: asked } = useParams()
  const whom = useWhom('records', asked)
  const { personId } = whom
  const loaded = useLoad(
    ['consultation-doctors', personId],
    () => consultations.consultationDoctors({ query: { personId: personId ?? '' } }),
    { when: personId !== undefined, every: 60_000 },
  )
  return (
    <Page title="问哪位医生？" top={<WhomBar whom={whom} />} shows={[loaded]}>
      <Emergency {...(loaded.data ? { phone: loaded.data.emergency.phone } : {})} />
      <Loading of={loaded} cards={3}>
        {({ doctors, teamUnknown }) => (
          <>
            {teamUnknown ? (
              <Text className="quiet small">县平台暂时连不上，没法把您的家庭医生排在前面，医生都在下面。</Text>
            ) : null}
            <Choice doctors={doctors} personId={personId ?? ''} />
          </>
        )}
      </Loading>
    </Page>
  )
}
