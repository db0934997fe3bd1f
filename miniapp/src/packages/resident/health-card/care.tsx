import { Text, View } from '@tarojs/components'
import { healthCard } from '../../../api/health-card'
import { useAct } from '../../../api/use-act'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { StateTag } from '../../../ui/state-tag'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { dateWords, dayOf } from '../../../ui/words'
import { dropCode } from './use-card-code'
import { cardsKey, useCards, type HealthCard } from './use-cards'

const changes = {
  freeze: {
    run: healthCard.freezeCard,
    said: '已经挂失，谁也用不了这张卡了',
    ask: {
      title: '要挂失这张卡吗？',
      words: '挂失后码马上停用，手机丢了也不怕。看病可以用身份证。找到了随时解除。',
      yes: '挂失',
      no: '不挂失',
      danger: true,
    },
  },
  unfreeze: {
    run: healthCard.unfreezeCard,
    said: '已经解除挂失，卡可以用了',
    ask: { title: '要解除挂失吗？', words: '解除后，这张卡和以前一样用。', yes: '解除挂失', no: '先不解除' },
  },
  reissue: {
    run: healthCard.reissueCard,
    said: '新卡换好了，旧的都作废了',
    ask: {
      title: '要换一张新卡吗？',
      words: '换了以后，以前的码、截的图、打印的卡全部作废，只认新的。看病记录不变。',
      yes: '换新卡',
      no: '不换',
      danger: true,
    },
  },
} as const
type Change = keyof typeof changes

const useChange = (personId: string) => {
  const { act, busy, problem } = useAct(
    'change-card',
    (input: { change: Change; personId: string }, idempotencyKey) =>
      changes[input.change].run({ params: { personId: input.personId }, idempotencyKey }),
    { changes: [cardsKey] },
  )
  const ask = async (change: Change) => {
    if (!(await confirm(changes[change].ask))) return
    if (!(await act({ change, personId }))) return
    dropCode(personId)
    say(changes[change].said)
  }
  return { ask, busy, problem }
}

const States = ({ card }: { card: HealthCard }) => (
  <Card>
    <View className="stack">
      <View className="line line-apart">
        <Text className="big">{card.name}</Text>
        {card.state === 'frozen' ? (
          <StateTag words="已挂失" tone="bad" icon="freeze" />
        ) : (
          <StateTag words="可以用" tone="good" icon="done" />
        )}
      </View>
      <Facts
        facts={[
          ['卡号', card.cardNumber],
          ['开卡', card.openedAt ? dateWords(dayOf(Date.parse(card.openedAt))) : null],
        ]}
      />
    </View>
  </Card>
)

const Care = ({ card }: { card: HealthCard }) => {
  const { ask, busy, problem } = useChange(card.personId)
  const frozen = card.state === 'frozen'
  return (
    <>
      <States card={card} />
      <Refusal problem={problem} />
      <Card title={frozen ? '卡找到了' : '手机或卡丢了'}>
        <View className="stack">
          <Text className="quiet">{frozen ? '解除挂失，马上能用。' : '先挂失，别人就用不了。找到了随时解除。'}</Text>
          <Button
            kind={frozen ? 'main' : 'danger'}
            icon="freeze"
            busy={busy}
            onTap={() => void ask(frozen ? 'unfreeze' : 'freeze')}
          >
            {frozen ? '解除挂失' : '挂失这张卡'}
          </Button>
        </View>
      </Card>
      <Card title="怕被别人用">
        <View className="stack">
          <Text className="quiet">换一张新卡，以前的码、截图、打印的卡全部作废。</Text>
          <Button icon="change" off={busy} onTap={() => void ask('reissue')}>
            换一张新卡
          </Button>
        </View>
      </Card>
    </>
  )
}

const Mine = ({ card }: { card: HealthCard | undefined }) =>
  card && card.state !== 'none' ? (
    <Care key={card.personId} card={card} />
  ) : (
    <EmptyState
      icon="card"
      title="还没有开通健康卡"
      words="开通以后，才有挂失和换卡。"
      doors={[{ words: '去健康卡', onTap: () => go(routes.card) }]}
    />
  )

/** 挂失、换卡 */
export default function CardCare() {
  const whom = useWhom('card')
  const cards = useCards(whom.chosen !== null)
  const card = cards.data?.cards.find(c => c.personId === whom.personId)
  return (
    <Page title="卡丢了，怎么办？" top={<WhomBar whom={whom} />} shows={[cards]}>
      <Loading of={whom.loaded}>
        {() => (whom.chosen ? <Loading of={cards}>{() => <Mine card={card} />}</Loading> : <Mine card={undefined} />)}
      </Loading>
    </Page>
  )
}
