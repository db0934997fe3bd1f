import { Text, View } from '@tarojs/components'
import { leadsNowhere, standing } from '../../../features/consultations/words'
import { GoAndPay } from '../../../features/payments/go-and-pay'
import { replace } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Icon } from '../../../ui/icon'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { consultationAddresses } from './addresses'
import { awayWords, waitsUntil } from './away-words'
import { useWithdraw } from './use-withdraw'
import type { Shown } from './what-was-asked'

/** The doctor is not there: said once, with the way to another. */
const Away = ({ of, words }: { of: Shown; words: string }) => {
  const question = { title: '撤回，去问别的医生？', yes: '撤回，去选医生' }
  const { busy, problem, ask } = useWithdraw(of, question, () =>
    replace(consultationAddresses.doctors, { personId: of.personId }),
  )
  return (
    <View className="stack">
      <View className="line warning">
        <Icon name="clock" />
        <Text className="grow">{words}</Text>
      </View>
      <Refusal problem={problem} />
      <Button icon="doctor" busy={busy} onTap={ask}>
        撤回，去问别的医生
      </Button>
    </View>
  )
}

const Waiting = ({ of }: { of: Shown }) => {
  const until = of.doctorAway ? null : waitsUntil(of)
  return (
    <View className="stack">
      <Text>可以先补充说明，医生接诊后会看到。回复了会通知您，不用一直等着。</Text>
      {until ? (
        <View className="line quiet small">
          <Icon name="clock" />
          <Text className="grow">{until}</Text>
        </View>
      ) : null}
    </View>
  )
}

/** Whom one asked, how it stands, and what is waited for. */
export const TalkHead = ({ of }: { of: Shown }) => {
  const { doctorName, doctorTitle, institutionName, personName, status, payment } = of
  const away = awayWords(of)
  return (
    <View className="card stack">
      <View className="line line-apart">
        <Text className="strong">{[`${doctorName}医生`, doctorTitle].filter(Boolean).join(' ')}</Text>
        <StateTag {...standing(of)} />
      </View>
      <Text className="quiet small">{`${institutionName} · 为 ${personName} 问`}</Text>
      {away ? <Away of={of} words={away} /> : null}
      {status === 'planned' && payment?.state !== 'due' ? <Waiting of={of} /> : null}
      {payment?.state === 'due' && !leadsNowhere(of) ? <GoAndPay payment={payment} what="question" /> : null}
    </View>
  )
}
