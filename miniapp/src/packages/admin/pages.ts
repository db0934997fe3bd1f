/** Pages of this sub-package, as paths below packages/admin. Add a page here and it can be opened. */
export const adminPages: string[] = [
  'overview/index',
  'relay/dead-letters',
  'relay/reconcile',
  'rules/institutions',
  'rules/rules',
  'rules/change',
  'staff/list',
  'staff/member',
  'staff/invite',
  'appeals/list',
  'appeals/appeal',
  'audit/search',
  'jobs/list',
]
