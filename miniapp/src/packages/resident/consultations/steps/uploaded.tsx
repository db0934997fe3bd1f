import { useState } from 'react'
import { Image, Text, View } from '@tarojs/components'
import { SoundBar } from '../../../../features/consultations/sound-bar'
import { Button } from '../../../../ui/button'
import { Icon } from '../../../../ui/icon'
import type { Uploaded } from '../asking'

interface Props {
  all: readonly Uploaded[]
  onRemove: (attachmentId: string) => void
}

/** The phone's own copy is gone after the app was closed; the upload is not. */
const Small = ({ of, place }: { of: Uploaded; place: number }) => {
  const [gone, setGone] = useState(false)
  return gone ? (
    <View className="uploaded-gone">
      <Icon name="picture" />
      <Text className="small">{`照片 ${place} 已上传`}</Text>
    </View>
  ) : (
    <Image className="uploaded-small" src={of.path} mode="aspectFill" onError={() => setGone(true)} />
  )
}

export const UploadedPictures = ({ all, onRemove }: Props) =>
  all.length ? (
    <View className="uploaded-all">
      {all.map((of, i) => (
        <View key={of.attachmentId} className="uploaded-one">
          <Small of={of} place={i + 1} />
          <Button small kind="plain" onTap={() => onRemove(of.attachmentId)}>
            去掉
          </Button>
        </View>
      ))}
    </View>
  ) : null

export const UploadedSounds = ({ all, onRemove }: Props) => (
  <>
    {all.map(({ attachmentId, path, seconds }) => (
      <View key={attachmentId} className="card line line-apart">
        <SoundBar url={path} seconds={seconds} />
        <Button small kind="plain" onTap={() => onRemove(attachmentId)}>
          去掉
        </Button>
      </View>
    ))}
  </>
)
