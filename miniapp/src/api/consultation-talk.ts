import { createClient } from 'shared/kernel/client'
import { consultationTalkContract } from 'shared/consultations/talk-contract'
import { send } from './send'

export const consultationTalk = createClient(consultationTalkContract, send)
