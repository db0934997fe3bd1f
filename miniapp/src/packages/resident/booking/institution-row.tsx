import { Text } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { Institution } from 'shared/directory/contract'
import { go } from '../../../navigation'
import type { IconName } from '../../../ui/icon'
import { Row } from '../../../ui/rows'
import { distanceWords } from '../../../ui/words'
import { bookingRoutes } from './routes'

export type InstitutionFacts = z.infer<typeof Institution>

export const kindWords: Record<InstitutionFacts['kind'], string> = {
  hospital: '县医院',
  tcm_hospital: '中医院',
  township: '卫生院',
  village: '村卫生室',
}
const icons: Record<InstitutionFacts['kind'], IconName> = {
  hospital: 'hospital',
  tcm_hospital: 'hospital',
  township: 'institution',
  village: 'care',
}

/** One place to go to: name, address, how far when the person said where they are. */
export const InstitutionRow = ({ institution }: { institution: InstitutionFacts }) => {
  const { institutionId, name, kind, address, distance } = institution
  return (
    <Row
      icon={icons[kind]}
      title={name}
      note={address}
      onTap={() => go(bookingRoutes.departments, { institutionId })}
      {...(distance === null ? {} : { side: <Text className="number">{distanceWords(distance)}</Text> })}
    />
  )
}
