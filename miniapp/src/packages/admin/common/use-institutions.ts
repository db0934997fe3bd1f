import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'

/** The county's institutions; one request for all the administrator's pages. */
export const useInstitutions = () =>
  useLoad(['institutions'], () => directory.institutions({ query: {} }), { keep: true })
