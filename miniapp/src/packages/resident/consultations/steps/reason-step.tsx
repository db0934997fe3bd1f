import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { redFlagsIn } from 'shared/consultations/red-flags'
import { RecordSound } from '../../../../features/consultations/record-sound'
import { StepPage } from '../../../../features/forms/step-page'
import { call } from '../../../../platform/phone'
import { Button } from '../../../../ui/button'
import { Field } from '../../../../ui/field'
import { confirm, say } from '../../../../ui/overlays'
import { Refusal } from '../../../../ui/states'
import { EmergencyWarning } from '../emergency-warning'
import type { StepProps } from './step'
import { UploadedPictures, UploadedSounds } from './uploaded'
import { useUploads } from './use-uploads'

const picturesAtMost = 6
const soundsAtMost = 3
const reasonAtLeast = 5

export const ReasonStep = ({ asking, change, latest, next, back, place }: StepProps) => {
  const [recording, setRecording] = useState(false)
  const uploads = useUploads(uploaded => change({ uploaded: [...latest().uploaded, uploaded] }))
  const { reason, uploaded } = asking
  const pictures = uploaded.filter(u => u.kind === 'picture')
  const sounds = uploaded.filter(u => u.kind === 'sound')
  const flags = redFlagsIn(reason)
  const remove = (attachmentId: string) => change({ uploaded: uploaded.filter(u => u.attachmentId !== attachmentId) })
  const on = () => {
    if (uploads.busy) return say('照片或语音还在上传，请等一下')
    if (sounds.length === 0 && reason.trim().length < reasonAtLeast)
      return say(`请至少写 ${reasonAtLeast} 个字，或者说一段：哪里不舒服、多久了。`)
    if (flags.length === 0) return next()
    void confirm({
      title: '现在就不舒服吗？',
      words: `您写到“${flags[0]?.word}”。这可能是急病，等医生回复会耽误。`,
      yes: '是，打 120',
      no: '不是现在，接着问',
      danger: true,
    }).then(now => (now ? call('120') : next()))
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
      <EmergencyWarning flags={flags} />
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
