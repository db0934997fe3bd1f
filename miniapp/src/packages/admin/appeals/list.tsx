import { useState } from 'react'
import { WorkPage } from '../../../features/at-work/work-page'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses } from '../addresses'
import { useAppeals } from './use-appeals'
import { appealState } from './words'

/** Long lists come in parts. */
const part = 30

/** 身份申诉: whoever says that their identity was bound by somebody else; those that wait stand first. */
export default function AppealsPage() {
  const loaded = useAppeals()
  const [most, setMost] = useState(part)
  return (
    <WorkPage title="身份申诉" lead="有人说自己的身份被别的微信绑了。" shows={[loaded]}>
      <Loading of={loaded}>
        {({ appeals }) =>
          appeals.length === 0 ? (
            <EmptyState icon="done" title="没有申诉" words="有人申诉时，会出现在这里。" />
          ) : (
            <>
              <Rows title={`${appeals.filter(({ state }) => state === 'open').length} 件等处理`}>
                {appeals.slice(0, most).map(({ appealId, name, state, createdAt, boundAccounts }) => (
                  <Row
                    key={appealId}
                    icon="person"
                    title={name}
                    note={`${instantWords(createdAt)} 提出 · ${boundAccounts} 个微信绑着`}
                    side={<StateTag {...appealState[state]} />}
                    onTap={() => go(addresses.appeal, { appealId })}
                  />
                ))}
              </Rows>
              {appeals.length > most ? <Button onTap={() => setMost(most + part)}>再看早一些的</Button> : null}
            </>
          )
        }
      </Loading>
    </WorkPage>
  )
}
