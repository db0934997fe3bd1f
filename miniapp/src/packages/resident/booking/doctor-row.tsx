import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { Doctor } from 'shared/directory/contract'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Icon } from '../../../ui/icon'
import { Tap } from '../../../ui/tap'
import { Avatar } from './avatar'
import { bookingRoutes } from './routes'

export type DoctorFacts = z.infer<typeof Doctor>

/** Who sits at one place only is booked at once; else the person says first where. */
export const openDoctor = ({ doctorId, departments }: DoctorFacts): void => {
  const only = departments.length === 1 ? departments[0] : undefined
  if (only) go(routes.bookingDoctors, { departmentId: only.departmentId, doctorId })
  else go(bookingRoutes.doctor, { doctorId })
}

export const DoctorRow = ({ doctor }: { doctor: DoctorFacts }) => {
  const { name, title, goodAt, photoUrl, departments } = doctor
  const where = departments.map(d => `${d.institutionName} ${d.name}`).join('；')
  return (
    <Tap className="row" onTap={() => openDoctor(doctor)}>
      <Avatar name={name} photoUrl={photoUrl} />
      <View className="row-words">
        <Text>{[name, title].filter(Boolean).join(' ')}</Text>
        <View className="row-note">{where}</View>
        {goodAt ? <View className="row-note">{`擅长：${goodAt}`}</View> : null}
      </View>
      <Icon name="next" className="row-door" />
    </Tap>
  )
}
