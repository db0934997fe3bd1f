import { Text } from '@tarojs/components'
import type { CountyRecord } from 'shared/consultations/model'
import { StepPage } from '../../../../features/forms/step-page'
import { Button } from '../../../../ui/button'
import { say } from '../../../../ui/overlays'
import { Row, Rows } from '../../../../ui/rows'
import { Refusal } from '../../../../ui/states'
import { dateWords } from '../../../../ui/words'
import { useParts } from '../../../../ui/use-parts'
import type { StepProps } from './step'
import { UploadedPictures } from './uploaded'
import { useUploads } from './use-uploads'

const picturesAtMost = 6

const noteOf = ({ detail, day, institutionName, doctorName, unproven }: CountyRecord): string => {
  const words = [detail, day && dateWords(day), institutionName, doctorName].filter(Boolean).join(' · ')
  return unproven ? `${words}；不能选这一条` : words
}

/** The record that shows the diagnosis: picked from the county's, as pictures of paper, or left to the doctor. */
export const EarlierStep = ({ rules, asking, change, latest, next, back, place }: StepProps) => {
  const { diagnoses } = rules
  const { shown, more } = useParts(diagnoses ?? [], 8)
  const uploads = useUploads(uploaded =>
    change({ earlierBy: 'pictures', earlierPictures: [...latest().earlierPictures, uploaded] }),
  )
  const { earlierBy, recordId, earlierPictures } = asking
  const pick = (id: string) => change({ earlierBy: 'county_record', recordId: id })
  const drop = (attachmentId: string) => {
    const left = earlierPictures.filter(u => u.attachmentId !== attachmentId)
    change({ earlierPictures: left, ...(left.length ? {} : { earlierBy: null }) })
  }
  const on = () => {
    if (uploads.busy) return say('照片还在上传，请等一下')
    if (!earlierBy) return say('请选一条以前的诊断，或拍病历，或请医生去查。')
    next()
  }
  return (
    <StepPage
      title="以前诊断的是什么？"
      lead="线上只能看复诊，医生要看到以前的诊断。三样选一样。"
      {...place}
      onNext={on}
      onBack={back}
    >
      {diagnoses === null ? (
        <Text className="quiet">县平台暂时连不上，查不到您以前的病历。可以拍照，或请医生去查。</Text>
      ) : diagnoses.length ? (
        <>
          <Rows title="县里记着的诊断">
            {shown.map(record => (
              <Row
                key={record.recordId}
                icon="file"
                title={record.title}
                note={noteOf(record)}
                {...(record.unproven
                  ? {}
                  : {
                      chosen: earlierBy === 'county_record' && recordId === record.recordId,
                      onTap: () => pick(record.recordId),
                    })}
              />
            ))}
          </Rows>
          {more ? <Button onTap={more}>再看几条</Button> : null}
        </>
      ) : (
        <Text className="quiet">县里没有记着您的诊断。请拍以前的病历，或请医生去查。</Text>
      )}
      <Rows title="或者">
        <Row
          icon="camera"
          chosen={earlierBy === 'pictures'}
          title="拍病历、出院小结或检查单"
          note={earlierPictures.length ? `已拍 ${earlierPictures.length} 张，可以再拍` : '字要拍清楚'}
          onTap={() => void uploads.pictures(picturesAtMost - earlierPictures.length)}
        />
        <Row
          icon="search"
          chosen={earlierBy === 'doctor_fetches'}
          title="请医生去查"
          note="同意医生查看您在县里的病历"
          onTap={() => change({ earlierBy: 'doctor_fetches', allowRecords: true })}
        />
      </Rows>
      {earlierBy === 'pictures' ? <UploadedPictures all={earlierPictures} onRemove={drop} /> : null}
      {uploads.busy ? <Text className="quiet">正在上传…</Text> : null}
      <Refusal problem={uploads.problem} />
    </StepPage>
  )
}
