import { useState } from 'react'
import { identityStaff } from '../../../api/identity-staff'
import { queryClient } from '../../../api/query-client'
import { useAct } from '../../../api/use-act'
import { useMe } from '../../../features/me/use-me'
import { back, go, replace, useParams } from '../../../navigation'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { Loading, Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { addresses } from './addresses'
import { passcodeProblem } from './passcode'
import { workOf } from '../../../features/at-work/work-of'

/** Only pages of ours are gone on to: an address that somebody wrote into a link is not. */
const ours = (next: string | undefined): string | null =>
  next && /^\/(packages|pages)\/[\w\-/?=&%.]+$/.test(next) ? next : null

/** 工作口令: opens the working period, then leads to where the person was going. */
export default function SecondFactorPage() {
  const { next, above } = useParams()
  const me = useMe()
  const [passcode, setPasscode] = useState('')
  const [tried, setTried] = useState(false)
  const onward = () => {
    if (above) return back()
    replace(ours(next) ?? (me.data && workOf(me.data)[0]?.path) ?? routes.me)
  }
  const { act, busy, problem } = useAct(
    'second-factor',
    (given: string) => identityStaff.enterSecondFactor({ body: { passcode: given } }),
    {
      done: ({ validUntil }) => {
        setPasscode('')
        // What was refused for want of the passcode is asked for anew, by the pages below this one too.
        void queryClient.invalidateQueries()
        say(`好了，${instantWords(validUntil)} 前不用再输`)
        onward()
      },
      refused: () => setPasscode(''),
    },
  )
  const wrong = passcodeProblem(passcode)
  const enter = () => (wrong ? setTried(true) : void (setTried(false), act(passcode)))
  return (
    <Page
      title="请输工作口令"
      lead="居民的信息只给当班的人看，所以每次开始工作要输一次。"
      shows={[me]}
      foot={
        <>
          <Refusal problem={problem} />
          <Button kind="main" icon="key" busy={busy} busyWords="正在核对…" onTap={enter}>
            开始工作
          </Button>
        </>
      }
    >
      <Loading of={me}>
        {() => (
          <Field
            label="工作口令"
            hint="接受邀请时您自己定的"
            password
            focus
            max={64}
            value={passcode}
            onChange={setPasscode}
            error={tried ? wrong : null}
            onConfirm={enter}
          />
        )}
      </Loading>
      <Rows>
        <Row icon="help" title="口令忘了，或者锁住了" note="看看怎么办" onTap={() => go(addresses.locked)} />
        <Row icon="me" title="今天不上班" note="回到“我的”" onTap={() => go(routes.me)} />
      </Rows>
    </Page>
  )
}
