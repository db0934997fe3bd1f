import { useMemo } from 'react'
import qrcode from 'qrcode-generator'
import { Image, View } from '@tarojs/components'

/** A code as a picture without canvas: the same on both targets, and drawn in the same tick. */
export const QrCode = ({ text, size, label }: { text: string; size: number; label: string }) => {
  const picture = useMemo(() => {
    const code = qrcode(0, 'M')
    code.addData(text)
    code.make()
    return code.createDataURL(4, 4)
  }, [text])
  return (
    <View className="qr" style={`width:${size}px;height:${size}px`}>
      <Image className="qr-image" src={picture} nativeProps={{ alt: label }} />
    </View>
  )
}
