import { View } from '@tarojs/components'
import { showTheWay } from '../../../platform/location'
import { call, copy } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Facts } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import type { InstitutionFacts } from './institution-row'

/** Address, the way in words, telephone and map of a place. */
export const WayThere = ({ institution, onClose }: { institution: InstitutionFacts; onClose: () => void }) => {
  const { name, address, phone, directions, position } = institution
  const copyAddress = async () => say((await copy(`${name} ${address}`)) ? '地址已复制' : '没有复制成功，请长按地址')
  return (
    <Sheet title={name} onClose={onClose}>
      <Facts
        facts={[
          ['地址', address],
          ['怎么去', directions],
          ['电话', phone],
        ]}
      />
      <View className="sheet-doors">
        {phone ? (
          <Button icon="phone" kind="main" onTap={() => call(phone)}>
            打电话
          </Button>
        ) : null}
        {position ? (
          <Button icon="route" onTap={() => void showTheWay({ ...position, name, address })}>
            在地图上看
          </Button>
        ) : null}
        <Button icon="file" onTap={() => void copyAddress()}>
          复制地址
        </Button>
      </View>
    </Sheet>
  )
}
