import { routes } from '../../routes'
import type { Account } from '../me/use-me'

const places = {
  staff: { title: '门诊工作台', icon: 'list', path: routes.desk },
  doctor: { title: '医生工作台', icon: 'doctor', path: routes.doctorHome },
  administrator: { title: '县级管理', icon: 'chart', path: routes.adminHome },
} as const

/** Where the account's positions do their work; a position that this version has no pages for is left out. */
export const workOf = ({ positions }: Account) =>
  positions.flatMap(({ role, institutionId, institutionName }) =>
    role === 'unknown' ? [] : [{ role, institutionId, institutionName, ...places[role] }],
  )
