import { createClient } from 'shared/kernel/client'
import { notificationsContract } from 'shared/notifications/contract'
import { send } from './send'

export const notifications = createClient(notificationsContract, send)
