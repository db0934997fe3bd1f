import '../common/admin.css'
import { Text, View } from '@tarojs/components'
import { copy } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { instantWords } from '../../../ui/words'

/** A one-time code: shown now and never again, so it says how to hand it over. */
export const SecretCode = ({ code, expiresAt, how }: { code: string; expiresAt: string; how: string }) => (
  <Card>
    <View className="stack">
      <Text className="secret-code" selectable>
        {code}
      </Text>
      <Text className="strong">{`只显示这一次，${instantWords(expiresAt)} 前有效，只能用一次。`}</Text>
      <Text className="quiet">{how}</Text>
      <Button icon="file" onTap={() => void copy(code).then(done => say(done ? '码已复制' : '没有复制成，请照着念'))}>
        复制这个码
      </Button>
    </View>
  </Card>
)
