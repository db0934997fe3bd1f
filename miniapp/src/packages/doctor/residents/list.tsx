import { View } from '@tarojs/components'
import { untilWords, scopesWords } from '../../../features/identity/words'
import { useMe } from '../../../features/me/use-me'
import { usePeople, type ActsForPerson } from '../../../features/whom/use-whom'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { daysAfter, dayOf } from '../../../ui/words'
import { addresses } from './addresses'

const endsSoon = ({ endsOn }: ActsForPerson) => endsOn !== null && endsOn <= daysAfter(dayOf(), 14)

/** Outside the working period the server names nobody; that there is nobody may not be said then. */
const Locked = () => (
  <EmptyState
    icon="key"
    title="先输工作口令"
    words="居民信的是您，不是这部手机。输了口令，才看得到请您代办的居民。"
    doors={[{ words: '输工作口令', onTap: () => go(routes.secondFactor, { above: 'page' }) }]}
  />
)

const Residents = ({ people }: { people: ActsForPerson[] }) => {
  if (people.length === 0) {
    return (
      <EmptyState
        icon="care"
        title="还没有居民请您代办"
        words="没有手机的老人，当面签一张授权，在这里登记，就能替他预约。有手机的，请他在“请别人替我办”里选您。"
      />
    )
  }
  return (
    <Rows title={`一共 ${people.length} 位`}>
      {people.map(link => (
        <Row
          key={link.linkId}
          icon="person"
          title={`${link.person.name} · ${link.person.age} 岁`}
          note={`${scopesWords(link.scope)} · ${untilWords(link)}`}
          onTap={() => go(addresses.resident, { linkId: link.linkId })}
        >
          {endsSoon(link) ? (
            <View>
              <StateTag words="快到期" tone="waiting" icon="clock" />
            </View>
          ) : null}
        </Row>
      ))}
    </Rows>
  )
}

/** 请我代办的居民: whoever authorised this doctor, soonest end first. */
export default function ResidentsPage() {
  const loaded = usePeople()
  const me = useMe()
  return (
    <Page
      title="请我代办的居民"
      lead="替他们预约、看预约。每办一件，居民都能查到。"
      shows={[loaded, me]}
      foot={
        <Button kind="main" icon="file" onTap={() => go(addresses.record)}>
          登记一份纸质授权
        </Button>
      }
    >
      <Loading of={loaded}>
        {({ people }) =>
          me.data?.secondFactor.validUntil === null ? (
            <Locked />
          ) : (
            <Residents
              people={people
                .filter(p => p.basis === 'proxy')
                .sort((a, b) => (a.endsOn ?? '9').localeCompare(b.endsOn ?? '9'))}
            />
          )
        }
      </Loading>
    </Page>
  )
}
