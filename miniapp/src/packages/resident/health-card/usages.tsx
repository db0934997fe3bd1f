import { useState } from 'react'
import { View } from '@tarojs/components'
import type { z } from 'zod/mini'
import type { CardStep } from 'shared/health-card/contract'
import { healthCard } from '../../../api/health-card'
import { useLoad } from '../../../api/use-load'
import { NeedsRegistration } from '../../../features/me/needs-registration'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses } from './addresses'

const stepWords: Record<z.infer<typeof CardStep>, string> = {
  registration: '挂号',
  check_in: '报到',
  consultation: '看病',
  pharmacy: '取药',
  examination: '检查',
  payment: '缴费',
}
const few = 20

const Usages = ({ personId }: { personId: string }) => {
  const [shown, setShown] = useState(few)
  const loaded = useLoad(['card-usages', personId], () => healthCard.cardUsages({ params: { personId } }), {
    keep: true,
  })
  return (
    <Loading of={loaded}>
      {({ usages }) =>
        usages.length ? (
          <>
            <Rows>
              {usages.slice(0, shown).map(({ usedAt, institutionName, step, outcome }) => (
                <Row
                  key={`${usedAt} ${step}`}
                  title={institutionName}
                  note={`${stepWords[step]} · ${instantWords(usedAt)}`}
                >
                  {outcome === 'valid' ? null : (
                    <View>
                      <StateTag words="没有通过" tone="bad" icon="refused" />
                    </View>
                  )}
                </Row>
              ))}
            </Rows>
            {usages.length > shown ? <Button onTap={() => setShown(shown + few)}>看更早的</Button> : null}
            <Rows title="有不是您用的？">
              <Row icon="freeze" title="挂失、换卡" note="挂失后马上停用" onTap={() => go(addresses.care)} />
            </Rows>
          </>
        ) : (
          <EmptyState
            icon="history"
            title="这张卡还没有用过"
            words="每扫一次码，什么时候、在哪里、办什么，都会记在这里。"
          />
        )
      }
    </Loading>
  )
}

/** 用卡记录: who used my card. */
export default function UsagesPage() {
  const { personId: asked } = useParams()
  const whom = useWhom('card', asked)
  return (
    <Page title="卡在哪里用过？" top={<WhomBar whom={whom} />} shows={[whom.loaded]}>
      {whom.personId ? (
        <Usages key={whom.personId} personId={whom.personId} />
      ) : (
        <Loading of={whom.loaded}>{() => <NeedsRegistration words="登记、开卡以后，这里能看到用卡记录。" />}</Loading>
      )}
    </Page>
  )
}
