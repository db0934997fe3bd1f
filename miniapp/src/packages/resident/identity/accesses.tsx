import { useState } from 'react'
import { audit } from '../../../api/audit'
import { useLoad } from '../../../api/use-load'
import { HelpRows } from '../../../features/me/help-rows'
import { NeedsRegistration } from '../../../features/me/needs-registration'
import { useWhom, usePeople } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, With } from '../../../ui/states'
import { instantWords } from '../../../ui/words'

const useAccesses = (personId: string, before?: string) =>
  useLoad(
    ['accesses', personId, before],
    () => audit.accesses({ params: { personId }, query: before ? { before } : {} }),
    { keep: before === undefined },
  )

/** One reply's worth, newest first; the last one asks for what came before it. */
const Part = ({
  personId,
  before,
  onMore,
}: {
  personId: string
  before: string | undefined
  onMore: ((before: string) => void) | null
}) => {
  const loaded = useAccesses(personId, before)
  return (
    <Loading of={loaded}>
      {({ accesses, more }) => {
        const last = accesses[accesses.length - 1]
        if (!last) return before ? null : <Nobody />
        return (
          <>
            <Rows>
              {accesses.map(({ at, actor, action, purpose }, i) => (
                <Row
                  key={`${at} ${i}`}
                  title={actor}
                  note={[instantWords(at), action, purpose].filter(Boolean).join(' · ')}
                />
              ))}
            </Rows>
            {more && onMore ? <Button onTap={() => onMore(last.at)}>看更早的</Button> : null}
          </>
        )
      }}
    </Loading>
  )
}

const Nobody = () => (
  <EmptyState icon="viewed" title="还没有人看过" words="有人看或改过信息，都会记在这里，谁也删不掉。" />
)

const Accesses = ({ personId }: { personId: string }) => {
  const [befores, setBefores] = useState<(string | undefined)[]>([undefined])
  const newest = useAccesses(personId)
  return (
    <>
      {befores.map((before, i) => (
        <Part
          key={before ?? 'newest'}
          personId={personId}
          before={before}
          onMore={i === befores.length - 1 ? next => setBefores([...befores, next]) : null}
        />
      ))}
      <With of={[newest]}>
        <HelpRows />
      </With>
    </>
  )
}

/** 谁看过我的信息, for oneself and those who allow it. */
export default function AccessesPage() {
  const people = usePeople()
  const whom = useWhom('records')
  const title = whom.other && whom.chosen ? `谁看过${whom.chosen.person.name}的信息` : '谁看过我的信息'
  return (
    <Page title={title} lead="每看一次都有记录，谁也删不掉。" top={<WhomBar whom={whom} />} shows={[people]}>
      {whom.personId ? (
        <Accesses key={whom.personId} personId={whom.personId} />
      ) : (
        <Loading of={people}>{() => <NeedsRegistration words="登记以后，这里能看到谁看过您的信息。" />}</Loading>
      )}
    </Page>
  )
}
