/** The only door of this module. */
export { applyDirectory } from './apply-directory'
export { Department } from './department.entity'
export { Doctor } from './doctor.entity'
export { DoctorDepartment } from './doctor-department.entity'
export { Favourite } from './favourite.entity'
export { favouriteDoctorIds } from './favourites'
export { favouritesData } from './favourites-data'
export {
  findDepartment,
  findDoctor,
  findDoctors,
  findInstitution,
  findInstitutions,
  institutionNames,
  sitsAt,
} from './find'
export type {
  DirectoryChanges,
  IncomingDepartment,
  IncomingDoctor,
  IncomingInstitution,
  IncomingSeat,
} from './incoming'
export { Institution } from './institution.entity'
export { directoryRoutes } from './routes'
