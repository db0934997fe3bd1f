import './consultations.css'
import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { Consultation } from 'shared/consultations/model'
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

/** What the person asked with; folded away once one talks. */
export const WhatWasAsked = ({ of, open: first }: { of: Shown; open: boolean }) => {
  const [open, setOpen] = useState(first)
  return (
    <Card title="我的提问">
      <View className="stack">
        <Text className="asked-words">{of.reason}</Text>
        {open ? (
          <>
            <Attached sounds={of.sounds} pictures={[...of.pictures, ...of.earlier.pictures]} />
            <Facts
              facts={[
                ['以前诊断', earlierWords(of)],
                ...of.answers.map(({ question, answer }) => [question, answer] as const),
                ['给谁问', of.personName],
              ]}
            />
          </>
        ) : null}
        <Button small kind="plain" onTap={() => setOpen(!open)}>
          {open ? '收起' : '看全部'}
        </Button>
      </View>
    </Card>
  )
}
