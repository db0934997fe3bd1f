import { View } from '@tarojs/components'
import { untilWords, scopesWords } from '../../../features/identity/words'
import { NeedsRegistration } from '../../../features/me/needs-registration'
import { basisWords, usePeople, type ActsForPerson } from '../../../features/whom/use-whom'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading } from '../../../ui/states'
import { addresses } from './addresses'

const PersonRow = ({ link }: { link: ActsForPerson }) => {
  const { linkId, state, person, basis } = link
  const waiting = state === 'pending'
  return (
    <Row
      icon="person"
      title={`${basisWords(link)} ${person.name}`}
      note={
        basis === 'proxy' ? `${person.age} 岁 · ${untilWords(link)}` : `${person.age} 岁 · ${scopesWords(link.scope)}`
      }
      onTap={() => go(waiting ? addresses.memberCode : addresses.member, { linkId })}
    >
      {waiting ? (
        <View>
          <StateTag words="等验证码" tone="waiting" icon="waiting" />
        </View>
      ) : null}
    </Row>
  )
}

const People = ({ people, limit }: { people: ActsForPerson[]; limit: number }) => {
  const members = people.filter(p => p.basis === 'member')
  const proxies = people.filter(p => p.basis === 'proxy')
  return (
    <>
      {members.length ? (
        <Rows title={`家人（${members.length} 位，最多 ${limit} 位）`}>
          {members.map(link => (
            <PersonRow key={link.linkId} link={link} />
          ))}
        </Rows>
      ) : (
        <EmptyState icon="family" title="还没有添加家人" words="添加父母、孩子、爱人，就能替他们预约、出示健康卡。" />
      )}
      {proxies.length ? (
        <Rows title="请您代办的人">
          {proxies.map(link => (
            <PersonRow key={link.linkId} link={link} />
          ))}
        </Rows>
      ) : null}
    </>
  )
}

/** 我的家人: whom the account may act for, and how to add one. */
export default function Members() {
  const loaded = usePeople()
  const { people = [], memberLimit = 0 } = loaded.data ?? {}
  const registered = people.some(p => p.basis === 'self')
  const full = people.filter(p => p.basis === 'member').length >= memberLimit
  if (loaded.data && !registered) {
    return (
      <Page title="我的家人" shows={[loaded]}>
        <NeedsRegistration words="您先做实名登记，才能替家人办。大约一分钟。" />
        {people.length ? <People people={people} limit={memberLimit} /> : null}
      </Page>
    )
  }
  return (
    <Page
      title="我的家人"
      lead="替他们预约、出示健康卡。"
      shows={[loaded]}
      foot={
        loaded.data ? (
          <Button kind="main" icon="invite" off={full} onTap={() => go(addresses.memberAdd)}>
            {full ? `已满 ${memberLimit} 位，先解绑一位再添加` : '添加家人'}
          </Button>
        ) : null
      }
    >
      <Loading of={loaded}>{() => <People people={people} limit={memberLimit} />}</Loading>
    </Page>
  )
}
