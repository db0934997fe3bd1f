import type { z } from 'zod/mini'
import type { Department } from 'shared/directory/contract'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Row } from '../../../ui/rows'

export type DepartmentFacts = z.infer<typeof Department>

/** A department under its official name and in the words of those who look for it. */
export const DepartmentRow = ({ department, where }: { department: DepartmentFacts; where?: boolean }) => {
  const { departmentId, name, treats, institutionName } = department
  return (
    <Row
      icon="doctor"
      title={where ? `${institutionName} ${name}` : name}
      note={treats.slice(0, 6).join('、')}
      onTap={() => go(routes.bookingDoctors, { departmentId })}
    />
  )
}
