import { sexWords } from 'shared/identity/sex-words'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { scopesWords, untilWords } from '../../../features/identity/words'
import { usePeople, type ActsForPerson } from '../../../features/whom/use-whom'
import { back, go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { useSettings } from '../../../session/settings'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, Refusal } from '../../../ui/states'

/** Everything after this is done for the resident; the bar 为谁 says so on every page. */
const forThem = (personId: string, path: string) => {
  useSettings.getState().change({ personId })
  go(path)
}

const Resident = ({ link }: { link: ActsForPerson }) => {
  const { linkId, person, scope } = link
  const { act, busy, problem } = useAct(
    'leave-resident',
    (input: { linkId: string }, idempotencyKey) => identity.revokeProxy({ params: input, idempotencyKey }),
    {
      changes: [['people']],
      done: () => {
        say('以后不再替这位办了')
        back()
      },
    },
  )
  const ask = async () => {
    const sure = await confirm({
      title: `不再替${person.name}办了？`,
      words: '授权马上停止。已经约好的号还在，不会取消。再要代办，得重新签一张授权。',
      yes: '不再代办',
      danger: true,
    })
    if (sure) await act({ linkId })
  }
  return (
    <>
      <Card>
        <Facts
          facts={[
            ['性别', `${sexWords[person.sex]}，${person.age} 岁`],
            ['证件', person.identityNumber],
            ['手机', person.phone ?? '没有留手机号'],
            ['能办', scopesWords(scope)],
            ['有效', untilWords(link)],
          ]}
        />
      </Card>
      <Rows title="替这位办">
        {scope.includes('appointments') ? (
          <Row icon="booked" title="看预约" onTap={() => forThem(person.personId, routes.appointments)} />
        ) : null}
        {scope.includes('card') ? (
          <Row icon="card" title="健康卡" onTap={() => forThem(person.personId, routes.card)} />
        ) : null}
      </Rows>
      <Refusal problem={problem} />
      <Button kind="plain" busy={busy} onTap={() => void ask()}>
        不再代办
      </Button>
    </>
  )
}

/** One resident who authorised this doctor. */
export default function ResidentPage() {
  const { linkId } = useParams()
  const people = usePeople()
  const link = people.data?.people.find(p => p.linkId === linkId && p.basis === 'proxy')
  return (
    <Page
      title={link?.person.name ?? '居民'}
      shows={[people]}
      foot={
        link?.scope.includes('appointments') ? (
          <Button kind="main" icon="calendar" onTap={() => forThem(link.person.personId, routes.booking)}>
            替这位预约挂号
          </Button>
        ) : null
      }
    >
      <Loading of={people}>
        {() =>
          link ? (
            <Resident link={link} />
          ) : (
            <EmptyState
              icon="person"
              title="没有这位居民的授权"
              words="可能已经到期，或者居民收回了。"
              doors={[{ words: '看请我代办的居民', onTap: () => go(routes.doctorHome) }]}
            />
          )
        }
      </Loading>
    </Page>
  )
}
