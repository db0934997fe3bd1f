import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { identity } from '../../../api/identity'
import { useLoad } from '../../../api/use-load'
import { HelpRows } from '../../../features/me/help-rows'
import { go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card } from '../../../ui/card'
import { Page } from '../../../ui/page'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { AppealForm } from './appeal-form'

type Appeal = Awaited<ReturnType<typeof identity.appeals>>['appeals'][number]

const states = {
  open: { words: '正在处理', tone: 'waiting', icon: 'waiting' },
  upheld: { words: '申诉成立', tone: 'good', icon: 'done' },
  rejected: { words: '没有成立', tone: 'bad', icon: 'refused' },
} as const

const meaning = {
  open: '县里的管理员会打电话核对，请留意来电。核对要看身份证，不会问您要密码和钱。',
  upheld: '别人的绑定已经解除，您现在可以登记了。',
  rejected: '如果不同意，可以带身份证到县里当面说，也可以再申诉一次。',
} as const

const AppealCard = ({ appeal }: { appeal: Appeal }) => {
  const { state, statement, createdAt, decidedAt, decisionReason } = appeal
  return (
    <Card>
      <View className="stack">
        <View className="line line-apart">
          <Text className="quiet">{`${instantWords(createdAt)}提出`}</Text>
          <StateTag {...states[state]} />
        </View>
        <Text>{`您说：${statement}`}</Text>
        {decidedAt ? <Text className="strong">{`县里答复：${decisionReason ?? ''}`}</Text> : null}
        <Text className="quiet">{meaning[state]}</Text>
        {state === 'upheld' ? (
          <Button kind="main" onTap={() => go(routes.register)}>
            去做实名登记
          </Button>
        ) : null}
      </View>
    </Card>
  )
}

/** 身份申诉: "someone bound my identity", its state and its outcome. Takes form=1 to begin at once. */
export default function AppealPage() {
  const { form } = useParams()
  const [writing, setWriting] = useState(form === '1')
  const loaded = useLoad(['identity-appeals'], () => identity.appeals({}), { keep: true })
  if (writing) return <AppealForm onClose={() => setWriting(false)} />
  const waiting = loaded.data?.appeals.some(a => a.state === 'open')
  return (
    <Page
      title="身份被别人绑定了？"
      lead="说一下情况，县里核对后解除别人的绑定。"
      shows={[loaded]}
      foot={
        loaded.data && !waiting ? (
          <Button kind="main" onTap={() => setWriting(true)}>
            我要申诉
          </Button>
        ) : null
      }
    >
      <Loading of={loaded}>
        {({ appeals }) =>
          appeals.length ? (
            <>
              {appeals.slice(0, 10).map(appeal => (
                <AppealCard key={appeal.appealId} appeal={appeal} />
              ))}
            </>
          ) : (
            <EmptyState
              icon="privacy"
              title="您还没有提过申诉"
              words="登记时说“被另一个微信绑定”，又不是您自己绑的，就在这里申诉。"
            />
          )
        }
      </Loading>
      <HelpRows />
    </Page>
  )
}
