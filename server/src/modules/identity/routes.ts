import { identityContract } from 'shared/identity/contract'
import { identityStaffContract } from 'shared/identity/staff-contract'
import type { Context } from '../../context'
import { type Routes, routes } from '../../http/call'
import { accountHandlers } from './account-routes'
import { caseHandlers } from './case-routes'
import type { Neighbours } from './neighbours'
import { peopleHandlers } from './people-routes'
import { staffHandlers } from './staff-routes'

export const identityRoutes = (context: Context, neighbours: Neighbours): Routes[] => [
  routes(identityContract, { ...accountHandlers(context, neighbours), ...peopleHandlers(context, neighbours) }),
  routes(identityStaffContract, { ...staffHandlers(context, neighbours), ...caseHandlers(context, neighbours) }),
]
