/** Pages of this sub-package, as paths below packages/admin. Add a page here and it can be opened. */
export const adminPages: string[] = []
