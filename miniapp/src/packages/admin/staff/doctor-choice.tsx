import { useState } from 'react'
import { View } from '@tarojs/components'
import { directory } from '../../../api/directory'
import { useLoad } from '../../../api/use-load'
import { useSettled } from '../../../api/use-settled'
import { Field } from '../../../ui/field'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'

export interface ChosenDoctor {
  doctorId: string
  name: string
}
interface Props {
  institutionId: string
  chosen: ChosenDoctor | null
  onChoose: (doctor: ChosenDoctor) => void
}

/** Doctors act under the name that the county's directory has, so they are found there and not typed. */
export const DoctorChoice = ({ institutionId, chosen, onChoose }: Props) => {
  const [words, setWords] = useState('')
  const asked = useSettled(words.trim(), 350)
  const found = useLoad(['directory-search', asked], () => directory.search({ query: { words: asked } }), {
    when: asked !== '',
  })
  return (
    <View className="stack">
      <Field label="找医生" hint="姓名，或拼音首字母，比如 lh" value={words} onChange={setWords} max={20} />
      {asked ? (
        <Loading of={found} cards={1}>
          {({ doctors }) => {
            const here = doctors.filter(d => d.departments.some(dep => dep.institutionId === institutionId))
            if (here.length === 0)
              return (
                <EmptyState icon="doctor" title="这家没有这位医生" words="县平台的名册里要先有他。请核对姓名和单位。" />
              )
            return (
              <Rows>
                {here.slice(0, 12).map(({ doctorId, name, title, departments }) => (
                  <Row
                    key={doctorId}
                    icon="doctor"
                    title={`${name} ${title ?? ''}`}
                    note={departments.map(dep => dep.name).join('、')}
                    side={chosen?.doctorId === doctorId ? <StateTag words="选中" tone="good" icon="check" /> : null}
                    onTap={() => onChoose({ doctorId, name })}
                  />
                ))}
              </Rows>
            )
          }}
        </Loading>
      ) : null}
    </View>
  )
}
