import { Text, View } from '@tarojs/components'
import { call } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Icon } from '../../../ui/icon'

/** What cannot wait for an appointment. */
export const Emergency = () => (
  <View className="emergency-note">
    <Icon name="emergency" />
    <Text className="grow">胸口剧痛、说不清话、一边手脚没力、喘不上气：别预约，马上打 120。</Text>
    <Button small kind="danger" onTap={() => call('120')}>
      打 120
    </Button>
  </View>
)
