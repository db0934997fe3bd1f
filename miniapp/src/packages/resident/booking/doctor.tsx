import './booking.css'
import { Text, View } from '@tarojs/components'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Card } from '../../../ui/card'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { Avatar } from './avatar'
import type { DoctorFacts } from './doctor-row'
import { FavouriteButton } from './favourite-button'

const About = ({ doctor }: { doctor: DoctorFacts }) => {
  const { doctorId, name, title, goodAt, photoUrl, departments, favourite } = doctor
  return (
    <>
      <Card>
        <View className="stack">
          <View className="doctor-head">
            <Avatar name={name} photoUrl={photoUrl} />
            <View className="grow">
              <View className="big">{name}</View>
              <View className="quiet">{title}</View>
            </View>
            <FavouriteButton doctorId={doctorId} favourite={favourite} />
          </View>
          {goodAt ? <Text>{`擅长：${goodAt}`}</Text> : null}
        </View>
      </Card>
      {departments.length ? (
        <Rows title="在哪里看这位医生">
          {departments.map(({ departmentId, institutionName, name: department, place }) => (
            <Row
              key={departmentId}
              icon="hospital"
              title={`${institutionName} ${department}`}
              note={place}
              onTap={() => go(routes.bookingDoctors, { departmentId, doctorId })}
            />
          ))}
        </Rows>
      ) : (
        <EmptyState
          icon="doctor"
          title="这位医生现在不出门诊"
          words="可以看同科的其他医生。"
          doors={[{ words: '去选科室', onTap: () => go(routes.booking) }]}
        />
      )}
    </>
  )
}

/** One doctor: who, good at what, and where they sit: a county doctor may also sit at townships. */
export default function DoctorPage() {
  const { doctorId = '' } = useParams()
  const whom = useWhom('appointments')
  const loaded = useLoad(['doctor', doctorId], () => directory.doctor({ params: { doctorId } }), { keep: true })
  return (
    <Page title="约这位医生" top={<WhomBar whom={whom} />} shows={[loaded]}>
      <Loading of={loaded}>{doctor => <About doctor={doctor} />}</Loading>
    </Page>
  )
}
