import { useEffect, useState } from 'react'
import { identity } from '../../api/identity'
import { useAct } from '../../api/use-act'
import { leaveForPhoneCode, takeFromAddress } from '../../platform/login'
import { Button } from '../../ui/button'
import { say } from '../../ui/overlays'
import { Refusal } from '../../ui/states'
import { meKey } from './use-me'

/** WeChat's phone button: binds the number WeChat has verified. The page may be left and come back to (browser). */
export const PhoneButton = ({
  words = '用微信绑定手机号',
  kind = 'second',
  done,
}: {
  words?: string
  kind?: 'main' | 'second'
  done?: (phone: string) => void
}) => {
  const [returned] = useState(() => takeFromAddress('phoneCode'))
  const { act, busy, problem } = useAct(
    'bind-phone',
    (code: string, idempotencyKey) => identity.bindPhone({ body: { code }, idempotencyKey }),
    { changes: [meKey], done: ({ phone }) => done?.(phone) },
  )
  useEffect(() => {
    if (returned) void act(returned)
    // The code is good once, for the visit that brought it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [returned])
  return (
    <>
      <Refusal problem={problem} />
      <Button
        kind={kind}
        icon="phone"
        busy={busy}
        busyWords="正在绑定…"
        openType="getPhoneNumber"
        onPhone={({ code }) => (code ? void act(code) : say('没有拿到手机号。可以再点一次，选“允许”。'))}
        onTap={leaveForPhoneCode}
      >
        {words}
      </Button>
    </>
  )
}
