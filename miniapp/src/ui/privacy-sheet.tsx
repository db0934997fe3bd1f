import { Text, View } from '@tarojs/components'
import { go } from '../navigation'
import { agreeButtonId } from '../platform/privacy'
import { routes } from '../routes'
import { usePrivacy } from '../session/privacy'
import { Button } from './button'
import { Sheet } from './sheet'

/** WeChat asks us to ask: shown when a step needs something private and the notice was not agreed to yet. */
export const PrivacySheet = () => {
  const answer = usePrivacy(s => s.answer)
  if (!answer) return null
  return (
    <Sheet title="先看一下隐私说明">
      <Text className="quiet">
        这一步要用到您的个人信息（如手机号、位置或相机），只用来办您正在办的这件事。不同意也能继续看别的页面。
      </Text>
      <View className="sheet-doors">
        <Button kind="main" openType="agreePrivacyAuthorization" id={agreeButtonId} onAgree={() => answer(true)}>
          同意，继续办
        </Button>
        <Button onTap={() => answer(false)}>不同意</Button>
        <Button kind="plain" onTap={() => go(routes.privacy)}>
          看完整的隐私说明
        </Button>
      </View>
    </Sheet>
  )
}
