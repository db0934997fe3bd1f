/** Pages of this sub-package, as paths below packages/doctor. Add a page here and it can be opened. */
export const doctorPages: string[] = [
  'consultations/queue',
  'consultations/talk',
  'consultations/accept',
  'consultations/records',
  'consultations/stop',
  'consultations/clinic',
  'consultations/finish',
  'consultations/summary',
  'consultations/transfer',
  'consultations/ended',
  'consultations/desk',
  'consultations/phrases',
  'residents/list',
  'residents/resident',
  'residents/record',
]
