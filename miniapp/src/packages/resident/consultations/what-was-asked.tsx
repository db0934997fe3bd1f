import './consultations.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { Consultation } from 'shared/consultations/model'
import { Answers } from '../../../features/consultations/answers'
import { Attached } from '../../../features/consultations/attached'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { dateWords } from '../../../ui/words'

export type Shown = z.infer<typeof Consultation>

const earlierWords = ({ earlier: { by, record, pictures } }: Shown): string => {
  if (record)
    return [record.title, record.institutionName, record.day && dateWords(record.day)].filter(Boolean).join(' · ')
  return by === 'pictures' ? `${pictures.length} 张病历照片` : '请医生去查'
}

/** What the person asked with; folded away once the doctor has taken it. */
export const WhatWasAsked = ({ of }: { of: Shown }) => {
  const [chosen, setOpen] = useState<boolean | null>(null)
  const open = chosen ?? of.status === 'planned'
  return (
    <Card title="我的提问">
      <View className="stack">
        <Text className="asked-words">{of.reason}</Text>
        {open ? (
          <>
            <Attached sounds={of.sounds} pictures={[...of.pictures, ...of.earlier.pictures]} />
            <Facts
              facts={[
                ['给谁问', of.personName],
                ['以前诊断', earlierWords(of)],
              ]}
            />
            <Answers answers={of.answers} />
          </>
        ) : null}
        <Button small kind="plain" onTap={() => setOpen(!open)}>
          {open ? '收起' : '看全部'}
        </Button>
      </View>
    </Card>
  )
}
