/** What was said in a consultation as the county platform reads it (R4 Communication). */
import type { Communication, CommunicationPayload } from '@medplum/fhirtypes'
import { extensionUrls, identifierSystems } from 'shared/kernel/fhir-systems'
import { type DataSource, In } from 'typeorm'
import type { Mapping, Relayed } from '../../../relay/mapping'
import type { FieldCipher } from '../../../security/field-cipher'
import { type AttachmentRow, findAttachments } from '../../attachments'
import { type Told, toldOf, visitReference } from '../fhir'
import { ConsultationMessage } from '../message.entity'

/** Pictures and sound stay here: the county is told that there is one, and of what kind. */
const payloadOf = (
  cipher: FieldCipher,
  { text, attachmentId }: ConsultationMessage,
  attachment: AttachmentRow | undefined,
): CommunicationPayload[] => [
  ...(text === null ? [] : [{ contentString: cipher.open(text, 'consultation') }]),
  ...(attachmentId === null
    ? []
    : [
        {
          contentAttachment: {
            ...(attachment && { contentType: attachment.mediaType }),
            title: titleOf(attachmentId, attachment),
          },
        },
      ]),
]
const titleOf = (attachmentId: string, attachment: AttachmentRow | undefined): string =>
  `${attachment?.kind === 'sound' ? `录音 ${attachment.seconds ?? 0} 秒` : '图片'} ${attachmentId}`

const senderOf = ({ author, doctorId }: ConsultationMessage, { patient }: Told) => {
  if (author === 'doctor') return { reference: `Practitioner/${doctorId}` }
  return author === 'resident' ? patient : { display: '居民健康服务小程序' }
}

/** What was given back or is held took no number and is nobody's word yet. */
const messagesOf = async (db: DataSource, ids: string[]) => {
  const rows = await db.manager.findBy(ConsultationMessage, { messageId: In(ids), state: 'sent' })
  const told = await toldOf(
    db,
    rows.map(m => m.consultationId),
  )
  const attachments = await findAttachments(
    db,
    rows.flatMap(m => (m.attachmentId ? [m.attachmentId] : [])),
  )
  return { rows, told, attachments }
}

export const messageMapping: Mapping = {
  kind: 'consultation-message',
  resourceType: 'Communication',
  identifierSystem: identifierSystems.consultationMessage,
  async toResources({ db, cipher }, events) {
    const { rows, told, attachments } = await messagesOf(
      db,
      events.map(e => e.id),
    )
    const resources = new Map<string, Relayed>()
    for (const event of events) {
      const message = rows.find(m => m.messageId === event.id)
      const about = message && told.get(message.consultationId)
      if (!about) continue
      const attachment = attachments.find(a => a.attachmentId === message.attachmentId)
      const communication: Communication = {
        resourceType: 'Communication',
        extension: [{ url: extensionUrls.messageNumber, valueInteger: message.seq! }],
        status: 'completed',
        subject: about.patient,
        encounter: visitReference(message.consultationId),
        sent: message.at.toISOString(),
        sender: senderOf(message, about),
        payload: payloadOf(cipher, message, attachment),
      }
      resources.set(event.eventId, communication)
    }
    return resources
  },
}
