import type Router from '@koa/router'
import { type Fault, faultProblem } from './faults'
import { refuse } from './refuse'
import { requestBody } from './request-body'
import { type Sandbox } from './sandbox'

/**
 * Misbehaviour on command.
 * POST /__control, one of: `{fault, path?, times?, delayMs?, errcode?}`, `{clear: true}`, `{revokeTokens: true}`
 * (the next call answers 40001, until the caller fetches a new one), `{advanceMs}` (codes and tokens grow older).
 */
export function controlApi(router: Router, sandbox: Sandbox): void {
  const state = () => ({ faults: sandbox.faults.active(), calls: Object.fromEntries(sandbox.calls) })

  router.get('/__control', context => {
    context.body = state()
  })

  router.post('/__control', context => {
    const command = requestBody(context)
    if (command.clear === true) sandbox.faults.clear()
    else if (command.revokeTokens === true) sandbox.tokens.revokeAll()
    else if (Number.isInteger(command.advanceMs)) sandbox.clock.advance(command.advanceMs as number)
    else {
      const problem = faultProblem(command)
      if (problem) return refuse(context, 400, problem)
      sandbox.faults.add(command as Fault)
    }
    context.body = state()
  })
}
