/** The head of a consultation as whoever supervises it reads it. */
import type { adminConsultationsContract } from 'shared/consultations/admin-contract'
import { clinicWhyWords } from 'shared/consultations/clinic-why'
import { sexWords } from 'shared/identity/sex-words'
import type * as z from 'zod/mini'
import { instantWords } from '../../../ui/words'

type Opened = z.infer<(typeof adminConsultationsContract)['openConsultation']['reply']>
type Fact = readonly [string, string | null]

const at = (instant: string | null) => instant && instantWords(instant)
const spaced = (...words: (string | null)[]): string => words.filter(Boolean).join(' ')

const asked = ({ sex, age, askedBy, guardianPresent, allowRecords }: Opened['consultation']): Fact[] => [
  ['性别和年龄', `${sexWords[sex]}，提问时 ${age} 岁`],
  ['谁在问', askedBy],
  ['家长在场', guardianPresent === null ? null : guardianPresent ? '在' : '不在'],
  ['看县里的病历', allowRecords ? '居民同意' : '居民没有同意'],
]

const moved = ({ transferredBy, toClinic, clinicPlace }: Opened['consultation']): Fact[] => [
  ['转来', transferredBy && `${transferredBy.name}医生：${transferredBy.words}`],
  ['转去门诊', toClinic && `${clinicWhyWords[toClinic.why]}，${clinicPlace ?? '没有指定科室'}`],
]

/** What is null is not shown. */
export const factsOf = ({
  consultation: c,
  rating,
  complaint,
}: Pick<Opened, 'consultation' | 'rating' | 'complaint'>) =>
  [
    ...asked(c),
    ['医生', spaced(c.doctorName, c.doctorTitle, c.institutionName)],
    ['提问', at(c.askedAt)],
    ['接诊', at(c.acceptedAt)],
    ...moved(c),
    ['结束', at(c.endedAt)],
    ['怎么结束', c.endedWords],
    ['留存病历', c.evidence?.record?.title ?? (c.evidence ? '病历照片' : null)],
    ['评价', rating && spaced(`${rating.stars} 星`, rating.words)],
    ['投诉', complaint && `${complaint.statement}${complaint.answer ? `（答复：${complaint.answer}）` : ''}`],
  ] satisfies Fact[]
