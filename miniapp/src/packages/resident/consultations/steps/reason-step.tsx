import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { redFlagsIn } from 'shared/consultations/red-flags'
import { RecordSound } from '../../../../features/consultations/record-sound'
import { StepPage } from '../../../../features/forms/step-page'
import { call } from '../../../../platform/phone'
import { Button } from '../../../../ui/button'
import { Field } from '../../../../ui/field'
import { Icon } from '../../../../ui/icon'
import { say } from '../../../../ui/overlays'
import { Refusal } from '../../../../ui/states'
import type { StepProps } from './step'
import { UploadedPictures, UploadedSounds } from './uploaded'
import { useUploads } from './use-uploads'

const picturesAtMost = 6
const soundsAtMost = 3
const reasonAtLeast = 5

/** Words of an emergency in what is typed: said at once, and never a diagnosis. */
const Warning = ({ reason }: { reason: string }) => {
  const [flag] = redFlagsIn(reason)
  if (!flag) return null
  return (
    <View className="emergency-first">
      <View className="line">
        <Icon name="emergency" />
        <Text className="grow">{`您写到“${flag.word}”。如果现在就有，不要等医生回复，马上打 120。`}</Text>
      </View>
      <Button kind="danger-main" icon="phone" onTap={() => call('120')}>
        打 120 急救电话
      </Button>
    </View>
  )
}

export const ReasonStep = ({ asking, change, latest, next, back, place }: StepProps) => {
  const [recording, setRecording] = useState(false)
  const uploads = useUploads(uploaded => change({ uploaded: [...latest().uploaded, uploaded] }))
  const { reason, uploaded } = asking
  const pictures = uploaded.filter(u => u.kind === 'picture')
  const sounds = uploaded.filter(u => u.kind === 'sound')
  const remove = (attachmentId: string) => change({ uploaded: uploaded.filter(u => u.attachmentId !== attachmentId) })
  const on = () => {
    if (uploads.busy) return say('照片或语音还在上传，请等一下')
    if (reason.trim().length < reasonAtLeast) return say('请写几句哪里不舒服、多久了，医生才好回答。')
    next()
  }
  return (
    <StepPage
      title="想问什么？"
      lead="哪里不舒服、多久了、吃了什么药。说得越清楚，医生越好回答。"
      {...place}
      onNext={on}
      onBack={back}
    >
      <Field
        label="写在这里"
        area
        max={1000}
        value={reason}
        placeholder="例如：高血压三年，这周早上量是 150/95，药一直在吃"
        onChange={typed => change({ reason: typed })}
      />
      <Warning reason={reason} />
      <UploadedPictures all={pictures} onRemove={remove} />
      <UploadedSounds all={sounds} onRemove={remove} />
      {uploads.busy ? <Text className="quiet">正在上传…</Text> : null}
      <Refusal problem={uploads.problem} />
      <View className="ask-doors">
        <Button
          icon="camera"
          off={pictures.length >= picturesAtMost}
          onTap={() => void uploads.pictures(picturesAtMost - pictures.length)}
        >
          加照片
        </Button>
        <Button icon="microphone" off={sounds.length >= soundsAtMost} onTap={() => setRecording(true)}>
          不想打字，说一段
        </Button>
      </View>
      {recording ? (
        <RecordSound
          onClose={() => setRecording(false)}
          onDone={recorded => {
            setRecording(false)
            void uploads.sound(recorded)
          }}
        />
      ) : null}
    </StepPage>
  )
}
