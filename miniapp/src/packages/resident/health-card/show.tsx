import './show.css'
import { Text, View } from '@tarojs/components'
import { NeedsRegistration } from '../../../features/me/needs-registration'
import { basisWords, useWhom, type ActsForPerson } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, ErrorState, Loading } from '../../../ui/states'
import { addresses } from './addresses'
import { CodeFace } from './code-face'
import { useCardCode } from './use-card-code'
import { useCards, type HealthCard } from './use-cards'

const NotOpen = ({ who }: { who: ActsForPerson }) => (
  <EmptyState
    icon="card"
    title={who.basis === 'self' ? '您还没有开通健康卡' : `${basisWords(who)}还没有开通健康卡`}
    words="全县的医院、卫生院、村卫生室都认它。问三个问题就开好，不要钱。"
    doors={[{ words: '开通健康卡', onTap: () => go(addresses.open) }]}
  />
)

const Frozen = () => (
  <EmptyState
    icon="freeze"
    title="这张卡挂失了"
    words="现在谁也用不了它。看病请带身份证。找到了可以解除挂失，也可以换一张新卡。"
    doors={[{ words: '解除挂失或换卡', onTap: () => go(addresses.care) }]}
  />
)

const Doors = () => (
  <Rows>
    <Row icon="history" title="用卡记录" note="什么时候、在哪里用过" onTap={() => go(addresses.usages)} />
    <Row icon="freeze" title="挂失、换卡" onTap={() => go(addresses.care)} />
  </Rows>
)

const Owned = ({ who, card }: { who: ActsForPerson; card: HealthCard | undefined }) => {
  // Asked for at once, without waiting for the state of the card: opening is one tap and one answer.
  const code = useCardCode(card && card.state !== 'active' ? undefined : who.person.personId)
  if (card?.state === 'none' || code.problem?.code === 'card_not_open') return <NotOpen who={who} />
  if (card?.state === 'frozen' || code.problem?.code === 'card_frozen') return <Frozen />
  return (
    <>
      <View className="card-face">
        <View>
          <Text className="card-owner">{who.person.name}</Text>
          {card?.cardNumber ? <View className="small quiet number">{card.cardNumber}</View> : null}
        </View>
        <CodeFace code={code} />
      </View>
      <Doors />
    </>
  )
}

/** 电子健康卡: the code, full screen and white, for whom it is, until when. */
export default function ShowCard() {
  const { personId: asked } = useParams()
  const whom = useWhom('card', asked)
  const cards = useCards(whom.chosen !== null)
  const { chosen, loaded } = whom
  const card = cards.data?.cards.find(c => c.personId === chosen?.person.personId)
  return (
    <Page title={card?.state === 'active' ? '给工作人员扫这个码' : '电子健康卡'} bare top={<WhomBar whom={whom} />}>
      {chosen ? (
        <Owned key={chosen.person.personId} who={chosen} card={card} />
      ) : loaded.problem && !loaded.data ? (
        <ErrorState problem={loaded.problem} again={loaded.again} />
      ) : (
        <Loading of={loaded}>{() => <NeedsRegistration words="登记以后就能开健康卡。大约一分钟。" />}</Loading>
      )}
    </Page>
  )
}
