/** Pages of this sub-package, as paths below packages/doctor. Add a page here and it can be opened. */
export const doctorPages: string[] = ['residents/list', 'residents/resident', 'residents/record']
