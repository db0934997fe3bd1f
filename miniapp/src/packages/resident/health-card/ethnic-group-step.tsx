import { useState } from 'react'
import { StepPage } from '../../../features/forms/step-page'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { commonEthnicGroups, ethnicGroups, type EthnicGroup } from './ethnic-groups'

interface Props {
  who: string
  of: number
  top: React.ReactNode
  chosen: string
  onChoose: (code: string) => void
  onNext: () => void
}

/** WeChat holds at most thirty children well. */
const parts = [ethnicGroups.slice(0, 28), ethnicGroups.slice(28)]

/** 民族: 汉族 is chosen already, the common ones stand below it, all fifty-six on demand. */
export const EthnicGroupStep = ({ who, of, top, chosen, onChoose, onNext }: Props) => {
  const common = commonEthnicGroups.some(g => g.code === chosen)
  const [all, setAll] = useState(!common)
  const chips = (groups: readonly EthnicGroup[]) => (
    <ChoiceChips
      key={groups[0]?.code}
      choices={groups.map(({ code, name }) => ({ value: code, words: name }))}
      chosen={chosen}
      onChoose={onChoose}
    />
  )
  return (
    <StepPage title={`${who}是哪个民族？`} top={top} step={1} of={of} onNext={onNext}>
      {all ? parts.map(chips) : chips(commonEthnicGroups)}
      <Button kind="plain" onTap={() => setAll(!all)}>
        {all ? '只看常见的' : '是别的民族，看全部 56 个'}
      </Button>
    </StepPage>
  )
}
