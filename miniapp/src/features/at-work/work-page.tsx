import type { ComponentProps } from 'react'
import { Page } from '../../ui/page'
import { useSecondFactorFor } from './use-second-factor'

/** A page of somebody at work: asks for the passcode of the working period when the server does. */
export const WorkPage = (props: ComponentProps<typeof Page>) => {
  useSecondFactorFor(props.shows ?? [])
  return <Page {...props} />
}
