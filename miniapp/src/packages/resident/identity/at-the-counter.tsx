import './identity.css'
import { useEffect, useState } from 'react'
import { Text, View } from '@tarojs/components'
import { identity } from '../../../api/identity'
import { noLongerTrue } from '../../../api/query-client'
import { useLoad } from '../../../api/use-load'
import { OutcomePage } from '../../../features/forms/outcome-page'
import { HelpRows } from '../../../features/me/help-rows'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Card } from '../../../ui/card'
import { instantWords } from '../../../ui/words'

const caseKey = ['registration-case'] as const
const lookEvery = 5_000
const look = () => identity.registrationCase({})

/** What a registration changes, also one that the counter made. */
export const registrationChanges = [['me'], ['people'], ['home'], ['cards']] as const

/** The case that waits at the counter, if any; when it is settled or has run out, the account is asked anew. */
export const useRegistrationCase = (unregistered: boolean) => {
  const [waiting, setWaiting] = useState(false)
  const loaded = useLoad(caseKey, look, { when: unregistered, ...(waiting ? { every: lookEvery } : {}) })
  const open = loaded.data?.registrationCase ?? null
  useEffect(() => {
    if (waiting && !open) void Promise.all(registrationChanges.map(noLongerTrue))
    setWaiting(open !== null)
  }, [open, waiting])
  return { open, loading: loaded.loading, again: () => noLongerTrue(caseKey) }
}

/** The county's files contradict each other: the number that leads the clerk at a counter to this registration. */
export const AtTheCounter = ({
  caseNumber,
  expiresAt,
  change,
}: {
  caseNumber: string
  expiresAt: string
  change: () => void
}) => (
  <OutcomePage
    title="还没有登记上"
    icon="warning"
    bad
    outcome="县里的档案对不上"
    words="这个身份证号在县里的档案有出入，要人工核对。带身份证到就近的卫生院或医院窗口，当场就能办。"
    doors={[
      { words: '回首页', onTap: () => go(routes.home) },
      { words: '看看填的对不对', onTap: change },
    ]}
  >
    <Card title="请把这个号码告诉窗口工作人员">
      <View className="stack">
        <Text className="case-number number" selectable>{`${caseNumber.slice(0, 3)} ${caseNumber.slice(3)}`}</Text>
        <Text className="quiet">{`${instantWords(expiresAt)} 前有效。过了时间，重新点一次登记就有新号码。`}</Text>
        <Text className="quiet">只在窗口当面说，不要发给别人。办好了，这一页会自己变。</Text>
      </View>
    </Card>
    <HelpRows />
  </OutcomePage>
)
