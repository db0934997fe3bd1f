/** Pages of this sub-package, as paths below packages/staff. Add a page here and it can be opened. */
export const staffPages: string[] = []
