import type { Account } from '../../../features/me/use-me'
import { routes } from '../../../routes'

const places = {
  staff: { title: '门诊工作台', path: routes.desk },
  doctor: { title: '医生工作台', path: routes.doctorHome },
  administrator: { title: '县级管理', path: routes.adminHome },
} as const

/** Where the account's positions do their work. */
export const workOf = ({ positions }: Account) =>
  positions.map(({ role, institutionName }) => ({ ...places[role], institutionName }))
