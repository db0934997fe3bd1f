import './consultations.css'
import { Text, View } from '@tarojs/components'
import type { RedFlag } from 'shared/consultations/red-flags'
import { call } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Icon } from '../../../ui/icon'

/** Words of an emergency in what somebody says: said at once, and never a diagnosis. */
export const EmergencyWarning = ({ flags }: { flags: readonly RedFlag[] }) =>
  flags.length ? (
    <View className="emergency-first">
      <View className="line">
        <Icon name="emergency" big />
        <Text className="grow strong">
          {`您说到${flags.map(({ word }) => `“${word}”`).join('、')}。现在就不舒服的话，不要等医生回复，马上打 120。`}
        </Text>
      </View>
      <Button kind="danger-main" icon="phone" onTap={() => call('120')}>
        打 120 急救电话
      </Button>
    </View>
  ) : null
