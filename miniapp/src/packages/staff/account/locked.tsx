import { Text, View } from '@tarojs/components'
import { HelpRows } from '../../../features/me/help-rows'
import { back, go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'

const ways: readonly { title: string; lines: readonly string[] }[] = [
  {
    title: '为什么会锁住？',
    lines: [
      '口令连着输错几次，就先锁一会儿，怕有人拿着您的手机试。',
      '锁到几点，输口令那一页会写明。到点自己就开，再输对的就行。',
    ],
  },
  {
    title: '等不及，或者口令忘了',
    lines: [
      '打电话给县级管理员，请他在“工作人员”里找到您，点“重置口令”。',
      '他会念给您一个 16 位的码。到“我的 › 我有工作邀请码”输进去，再定一个新口令。',
      '这个码只有您这个微信能用，而且只能用一次。',
    ],
  },
  {
    title: '不是您自己输错的？',
    lines: ['马上告诉县级管理员，请他先停用您的工作身份，查清楚再开。'],
  },
]

/** 口令锁住了怎么办: readable before anything is unlocked. */
export default function LockedPage() {
  return (
    <Page title="口令忘了、锁住了怎么办？" foot={<Button onTap={back}>再去输口令</Button>}>
      {ways.map(({ title, lines }) => (
        <Card key={title} title={title}>
          <View className="stack">
            {lines.map(line => (
              <Text key={line}>{line}</Text>
            ))}
          </View>
        </Card>
      ))}
      <Rows>
        <Row icon="key" title="我拿到重置码了" note="输码，定新口令" onTap={() => go(routes.invitation)} />
      </Rows>
      <HelpRows />
    </Page>
  )
}
