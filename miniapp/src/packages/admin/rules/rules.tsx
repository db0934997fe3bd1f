import { useState } from 'react'
import { Text } from '@tarojs/components'
import { WorkPage } from '../../../features/at-work/work-page'
import { go, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { Loading } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses } from '../addresses'
import { groups, shownRule } from './groups'
import { useRules, type StoredRules } from './use-rules'

const part = 5

const History = ({ changes }: Pick<StoredRules, 'changes'>) => {
  const [most, setMost] = useState(part)
  if (changes.length === 0) return <Text className="quiet small">还没有人改过，用的是全县的默认规则。</Text>
  return (
    <>
      <Rows title="谁改过什么">
        {changes.slice(0, most).map(({ at, by, what }) => (
          <Row key={at} title={what.join('；')} note={`${by} · ${instantWords(at)}`} />
        ))}
      </Rows>
      {changes.length > most ? <Button onTap={() => setMost(most + part)}>再看早一些的</Button> : null}
    </>
  )
}

/** One institution's rules as they stand, by group, and who changed what. */
export default function RulesPage() {
  const { institutionId = '' } = useParams()
  const loaded = useRules(institutionId)
  return (
    <WorkPage title="预约规则" {...(loaded.data ? { lead: loaded.data.institutionName } : {})} shows={[loaded]}>
      <Loading of={loaded} cards={4}>
        {({ rules, changes }) => (
          <>
            <Rows>
              {groups.map(({ id, title, fields }) => (
                <Row
                  key={id}
                  title={title}
                  note={fields.map(field => (
                    <Text key={field.rule} style="display:block">{`${field.ask}：${shownRule(field, rules)}`}</Text>
                  ))}
                  onTap={() => go(addresses.changeRules, { institutionId, group: id })}
                />
              ))}
            </Rows>
            <History changes={changes} />
          </>
        )}
      </Loading>
    </WorkPage>
  )
}
