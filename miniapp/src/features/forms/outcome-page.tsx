import { View } from '@tarojs/components'
import { Button } from '../../ui/button'
import { Card, Facts } from '../../ui/card'
import type { IconName } from '../../ui/icon'
import { Page } from '../../ui/page'
import { EmptyState } from '../../ui/states'

interface Door {
  words: string
  onTap: () => void
}
interface Props {
  /** The window's title: what was being done. */
  title: string
  icon?: IconName
  /** It could not be done. */
  bad?: boolean
  /** What came out of it, and what it means, in a sentence each. */
  outcome: string
  words?: string
  facts?: readonly (readonly [string, React.ReactNode])[]
  /** Ways on, the main one first. */
  doors: readonly Door[]
  /** May be seen signed out. */
  open?: boolean
  children?: React.ReactNode
}

/** The receipt of an act, or why it could not be done: what, for whom, until when, and the next step. */
export const OutcomePage = ({ title, icon = 'done', bad, outcome, words, facts, doors, open, children }: Props) => (
  <Page
    title={title}
    {...(open ? { open } : {})}
    foot={doors.map(({ words: name, onTap }, i) => (
      <Button key={name} kind={i === 0 ? 'main' : 'plain'} onTap={onTap}>
        {name}
      </Button>
    ))}
  >
    <View>
      <EmptyState icon={icon} {...(bad ? { bad } : {})} title={outcome} {...(words ? { words } : {})} />
    </View>
    {facts ? (
      <Card>
        <Facts facts={facts} />
      </Card>
    ) : null}
    {children}
  </Page>
)
