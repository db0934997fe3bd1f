import { Image, Text, View } from '@tarojs/components'

/** A doctor's photo, or the family name where there is none. */
export const Avatar = ({ name, photoUrl }: { name: string; photoUrl?: string | null }) => (
  <View className="avatar">
    {photoUrl ? (
      <Image className="avatar-photo" src={photoUrl} mode="aspectFill" lazyLoad nativeProps={{ alt: name }} />
    ) : (
      <Text>{name.slice(0, 1)}</Text>
    )}
  </View>
)
