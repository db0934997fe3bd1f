/** Pages of this sub-package, as paths below packages/resident. Add a page here and it can be opened. */
export const residentPages: string[] = []
