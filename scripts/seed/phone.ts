import { clientsOf, type Clients, type Tokens } from 'server/testing/client'
import { driveWechatSandbox } from '../sandbox/wechat/drive'

/** One persona's phone, signed in: the same clients that the app has. */
export type Phone = Clients & { personaId: string }

/** What the demo people do at their phones: everything by the API, as anybody would. */
export function phones(server: string, wechatUrl: string) {
  const wechat = driveWechatSandbox(wechatUrl)
  return {
    signIn: async (personaId: string): Promise<Phone> => {
      const code = await wechat.loginCode(personaId)
      const tokens: Tokens = await clientsOf(server).identity.signIn({ body: { code } })
      return { ...clientsOf(server, tokens), personaId }
    },
    bindPhone: async ({ identity, personaId }: Phone): Promise<void> => {
      await identity.bindPhone({ body: { code: await wechat.phoneCode(personaId) } })
    },
  }
}
