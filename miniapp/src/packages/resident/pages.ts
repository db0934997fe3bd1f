/** Pages of this sub-package, as paths below packages/resident. Add a page here and it can be opened. */
export const residentPages: string[] = [
  'booking/institutions',
  'booking/departments',
  'booking/symptoms',
  'booking/search',
  'booking/doctor',
  'booking/doctors',
  'booking/confirm',
  'booking/waitlist',
  'booking/receipt',
  'booking/favourites',
  'appointments/list',
  'appointments/detail',
  'appointments/waitlist',
  'appointments/no-shows',
]
