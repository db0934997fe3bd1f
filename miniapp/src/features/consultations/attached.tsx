import './talk.css'
import { View } from '@tarojs/components'
import type { ShownAttachment } from 'shared/attachments/contract'
import { origin } from '../../platform/request'
import { SoundBar } from './sound-bar'
import { Picture } from './talk-messages'

/** What was sent along with a question: sounds to hear, pictures to open. */
export const Attached = ({ sounds, pictures }: { sounds: ShownAttachment[]; pictures: ShownAttachment[] }) => (
  <>
    {sounds.map(({ attachmentId, url, seconds }) =>
      url ? <SoundBar key={attachmentId} url={`${origin}${url}`} seconds={seconds ?? 0} /> : null,
    )}
    {pictures.length ? (
      <View className="attached">
        {pictures.map(picture => (
          <Picture key={picture.attachmentId} attachment={picture} />
        ))}
      </View>
    ) : null}
  </>
)
