import { sexWords } from 'shared/identity/sex-words'
import { identity } from '../../../api/identity'
import { useAct } from '../../../api/use-act'
import { scopesWords, untilWords } from '../../../features/identity/words'
import { basisWords, usePeople, type ActsForPerson } from '../../../features/whom/use-whom'
import { back, go, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { useSettings } from '../../../session/settings'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading, Refusal } from '../../../ui/states'

const useLeave = ({ linkId, basis }: ActsForPerson) =>
  useAct(
    'leave-person',
    (_: { linkId: string }, idempotencyKey) => {
      const call = { params: { linkId }, idempotencyKey }
      return basis === 'proxy' ? identity.revokeProxy(call) : identity.unbindMember(call)
    },
    {
      changes: [['people'], ['home'], ['cards']],
      done: () => {
        say(basis === 'proxy' ? '以后不再替这位办了' : '已经解绑')
        back()
      },
    },
  )

const Member = ({ link }: { link: ActsForPerson }) => {
  const { linkId, person, scope, basis } = link
  const leave = useLeave(link)
  const who = basisWords(link)
  const forThem = (path: string) => {
    useSettings.getState().change({ personId: person.personId })
    go(path)
  }
  const ask = async () => {
    const sure = await confirm({
      title: basis === 'proxy' ? `不再替${person.name}办了？` : `要和${who} ${person.name} 解绑吗？`,
      words: '解绑后，您不能再替这位预约、出示健康卡。已经约好的号和健康卡都还在，不会取消。',
      yes: basis === 'proxy' ? '不再代办' : '解绑',
      danger: true,
    })
    if (sure) await leave.act({ linkId })
  }
  return (
    <>
      <Card>
        <Facts
          facts={[
            ['姓名', person.name],
            ['证件', person.identityNumber],
            ['手机', person.phone],
            ['性别', `${sexWords[person.sex]}，${person.age} 岁`],
            ['能办', scopesWords(scope)],
            ['有效', untilWords(link)],
          ]}
        />
      </Card>
      <Rows title="替这位办">
        {scope.includes('appointments') ? (
          <Row icon="calendar" title="预约挂号" onTap={() => forThem(routes.booking)} />
        ) : null}
        {scope.includes('card') ? <Row icon="card" title="健康卡" onTap={() => forThem(routes.card)} /> : null}
        {scope.includes('records') ? (
          <Row icon="viewed" title="谁看过这位的信息" onTap={() => forThem(routes.accesses)} />
        ) : null}
      </Rows>
      <Refusal problem={leave.problem} />
      <Button kind="danger" busy={leave.busy} onTap={() => void ask()}>
        {basis === 'proxy' ? '不再代办' : '解绑'}
      </Button>
    </>
  )
}

/** One person the account acts for. A document number is never edited: unbind, then add again. */
export default function MemberPage() {
  const { linkId } = useParams()
  const people = usePeople()
  const link = people.data?.people.find(p => p.linkId === linkId)
  return (
    <Page
      title={link ? `${basisWords(link)} ${link.person.name}` : '家人'}
      lead="证件填错了？先解绑，再重新添加。"
      shows={[people]}
    >
      <Loading of={people}>
        {() =>
          link ? (
            <Member link={link} />
          ) : (
            <EmptyState
              icon="family"
              title="没有这位家人"
              words="可能已经解绑了。"
              doors={[{ words: '看我的家人', onTap: () => go(routes.members) }]}
            />
          )
        }
      </Loading>
    </Page>
  )
}
