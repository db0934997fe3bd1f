import { directory } from '../../api/directory'
import { useLoad } from '../../api/use-load'
import { call } from '../../platform/phone'
import { Row, Rows } from '../../ui/rows'

/** Help is the phone number of a real place: the institution visited last, then the first of the county. */
export const HelpRows = () => {
  const { data } = useLoad(['institutions'], () => directory.institutions({ query: {} }), { keep: true })
  const place = data?.institutions.find(institution => institution.phone !== null)
  if (!place?.phone) return null
  const { name, phone } = place
  return (
    <Rows title="办不成？打电话问">
      <Row icon="phone" title={name} note={phone} onTap={() => call(phone)} />
    </Rows>
  )
}
