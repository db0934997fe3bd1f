import { Text } from '@tarojs/components'
import { go } from '../../../navigation'
import { Icon } from '../../../ui/icon'
import { Tap } from '../../../ui/tap'
import { bookingRoutes } from './routes'

/** Looks like the field it leads to. */
export const SearchDoor = () => (
  <Tap className="search-door" label="搜病症、科室、医生" onTap={() => go(bookingRoutes.search)}>
    <Icon name="search" />
    <Text>搜病症、科室、医生</Text>
  </Tap>
)
