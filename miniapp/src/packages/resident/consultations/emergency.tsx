import './consultations.css'
import { Text, View } from '@tarojs/components'
import { call } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Icon } from '../../../ui/icon'

/** What is no matter for a chat, said before anything else; one tap calls. */
export const Emergency = ({ phone = '120' }: { phone?: string }) => (
  <View className="emergency-first">
    <View className="line">
      <Icon name="emergency" big />
      <Text className="strong grow">有这些情况不要等，马上打 120</Text>
    </View>
    <Text>胸口剧痛、喘不上气；嘴歪、说不清话、半边手脚没力；大出血；昏倒叫不醒。</Text>
    <Button kind="danger-main" icon="phone" onTap={() => call(phone)}>
      {`打 ${phone} 急救电话`}
    </Button>
  </View>
)
