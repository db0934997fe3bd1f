import { useEffect, useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { ProblemError } from 'shared/kernel/client'
import type { Loaded } from '../api/use-load'
import { updateApp } from '../platform/app-update'
import { Button } from './button'
import { FieldError } from './field-error'
import { Icon, type IconName } from './icon'
import { say } from './overlays'

/** Keeps the layout still while the first answer is on its way. */
export const Skeleton = ({ cards = 2 }: { cards?: number }) => (
  <>
    {Array.from({ length: cards }, (_, i) => (
      <View className="card stack" key={i}>
        <View className="bone bone-title" />
        <View className="bone bone-line" />
        <View className="bone bone-line bone-short" />
      </View>
    ))}
  </>
)

interface Door {
  words: string
  onTap: () => void
}
interface StateProps {
  icon: IconName
  title: string
  words?: string
  bad?: boolean
  /** Ways on, the first as the main one. */
  doors?: Door[]
}

const State = ({ icon, title, words, bad, doors = [] }: StateProps) => (
  <View className="state">
    <View className={`state-mark ${bad ? 'state-mark-bad' : ''}`}>
      <Icon name={icon} />
    </View>
    <Text className="strong">{title}</Text>
    {words ? <Text className="quiet">{words}</Text> : null}
    {doors.length ? (
      <View className="state-doors">
        {doors.map(({ words: name, onTap }, i) => (
          <Button key={name} kind={i === 0 ? 'main' : 'plain'} onTap={onTap}>
            {name}
          </Button>
        ))}
      </View>
    ) : null}
  </View>
)

/** An empty list: what would be here, and what to do about it. */
export const EmptyState = (props: StateProps) => <State {...props} />

const changeOver = (): void => {
  if (!updateApp()) say('新版本还在下载，请过一会儿再点')
}

/** It did not work: the sentence with its rule and way out, again, and other doors. */
export const ErrorState = ({
  problem,
  again,
  doors = [],
}: {
  problem: ProblemError
  again?: () => void
  doors?: Door[]
}) => {
  const offline = problem.code === 'network_unreachable'
  const repeat = again ? [{ words: '再试一次', onTap: again }] : []
  if (problem.code === 'app_outdated')
    return (
      <State
        icon="refresh"
        title="小程序有新版本"
        words={problem.message}
        doors={[{ words: '换成新版本', onTap: changeOver }, ...repeat, ...doors]}
      />
    )
  return (
    <State
      bad
      icon={offline ? 'offline' : 'warning'}
      title={offline ? '网络不通' : '没有办成'}
      words={offline ? '请检查手机的网络，再试一次。' : problem.message}
      doors={[...repeat, ...doors]}
    />
  )
}

/** A refusal beside the button that brought it: one sentence, read out, the form stays as it is. */
export const Refusal = ({ problem }: { problem: ProblemError | null }) =>
  problem ? <FieldError words={problem.message} aloud /> : null

/** On a good network all of a page is there before; on a bad one nothing waits longer for the rest. */
const togetherMs = 2_000

/** Whether to wait for these, so that nothing moves away from under the finger when they come. */
const useWaitsFor = (others: Loaded<unknown>[]): boolean => {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), togetherMs)
    return () => clearTimeout(timer)
  }, [])
  return !late && others.some(({ loading }) => loading)
}

/** What stands beside something that loads comes with it. */
export const With = ({ of, children }: { of: Loaded<unknown>[]; children: React.ReactNode }) =>
  useWaitsFor(of) ? null : <>{children}</>

/** Shows what was loaded: skeleton, error or content; old content stays, and the page's banner tells its age. */
export const Loading = <T,>({
  of,
  after = [],
  cards,
  children,
}: {
  of: Loaded<T>
  /** What stands above it, and is better there first. */
  after?: Loaded<unknown>[]
  cards?: number
  children: (data: T) => React.ReactNode
}) => {
  const waits = useWaitsFor(after)
  if (waits) return <Skeleton {...(cards ? { cards } : {})} />
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.problem) return <ErrorState problem={of.problem} again={of.again} />
  return <Skeleton {...(cards ? { cards } : {})} />
}
