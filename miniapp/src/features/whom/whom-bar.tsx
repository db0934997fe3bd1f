import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Row, Rows } from '../../ui/rows'
import { Sheet } from '../../ui/sheet'
import { Tap } from '../../ui/tap'
import { basisWords, type Whom } from './use-whom'

const forWords = { self: '为谁：', member: '正在替家人办：', proxy: '正在替别人办：' } as const

/** 为谁: always visible, changed in one tap and a choice. Shows nothing before anybody is registered. */
export const WhomBar = ({ whom }: { whom: Whom }) => {
  const [choosing, setChoosing] = useState(false)
  const { chosen, choices, other, choose } = whom
  if (!chosen) return null
  const person = `${basisWords(chosen)} ${chosen.person.name}`
  const pick = (personId: string) => {
    choose(personId)
    setChoosing(false)
  }
  return (
    <>
      <Tap
        className={`whom ${other ? 'whom-other' : ''}`}
        label={`为谁：${person}，点这里换人`}
        onTap={() => setChoosing(true)}
      >
        <Icon name={other ? 'family' : 'person'} />
        <Text className="whom-words">
          {forWords[chosen.basis]}
          <Text className="whom-name">{person}</Text>
        </Text>
        <View className="whom-change">
          <Icon name="change" />
          <Text>换人</Text>
        </View>
      </Tap>
      {choosing ? (
        <Sheet title="为谁办？" onClose={() => setChoosing(false)}>
          <Rows>
            {choices.map(choice => (
              <Row
                key={choice.person.personId}
                icon={choice === chosen ? 'done' : 'person'}
                title={`${basisWords(choice)} ${choice.person.name}`}
                note={`${choice.person.age} 岁`}
                onTap={() => pick(choice.person.personId)}
              />
            ))}
          </Rows>
          <Button icon="invite" onTap={() => go(routes.members)}>
            添加家人
          </Button>
        </Sheet>
      ) : null}
    </>
  )
}
