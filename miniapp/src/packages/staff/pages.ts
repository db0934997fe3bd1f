/** Pages of this sub-package, as paths below packages/staff. Add a page here and it can be opened. */
export const staffPages: string[] = [
  'account/invitation',
  'account/second-factor',
  'account/locked',
  'desk/today',
  'desk/check-in',
  'desk/verify',
  'desk/registration',
  'desk/stop',
  'desk/blocks',
  'desk/block',
]
