import './forms.css'
import { Text, View } from '@tarojs/components'
import type { ProblemError } from 'shared/kernel/client'
import type { Loaded } from '../../api/use-load'
import { Button } from '../../ui/button'
import { Page } from '../../ui/page'
import { Refusal } from '../../ui/states'

interface Props {
  title: string
  lead?: string
  top?: React.ReactNode
  shows?: readonly Loaded<unknown>[]
  /** This question's place, from 1. */
  step: number
  of: number
  /** What the main button says; left out with `onNext` when the page has its own. */
  next?: string
  onNext?: () => void
  onBack?: (() => void) | undefined
  busy?: boolean
  busyWords?: string
  problem?: ProblemError | null
  children: React.ReactNode
}

const Progress = ({ step, of }: { step: number; of: number }) => (
  <View className="stack">
    <View className="progress">
      {Array.from({ length: of }, (_, i) => (
        <View key={i} className={`progress-part ${i < step ? 'progress-done' : ''}`} />
      ))}
    </View>
    <Text className="small quiet">{`第 ${step} 步，共 ${of} 步`}</Text>
  </View>
)

const Foot = ({ next = '下一步', onNext, onBack, busy, busyWords, problem }: Props) => (
  <>
    <Refusal problem={problem ?? null} />
    {onNext ? (
      <Button kind="main" busy={!!busy} {...(busyWords ? { busyWords } : {})} onTap={onNext}>
        {next}
      </Button>
    ) : null}
    {onBack && !busy ? (
      <Button kind="plain" onTap={onBack}>
        回到上一步
      </Button>
    ) : null}
  </>
)

/** One question of several, one main button, the way back to the question before. */
export const StepPage = (props: Props) => {
  const { title, lead, top, shows, step, of, onNext, onBack, problem, children } = props
  return (
    <Page
      title={title}
      {...(onBack ? { onBack } : {})}
      {...(lead ? { lead } : {})}
      {...(shows ? { shows } : {})}
      top={
        <>
          <Progress step={step} of={of} />
          {top}
        </>
      }
      foot={onNext || onBack || problem ? <Foot {...props} /> : null}
    >
      {children}
    </Page>
  )
}
