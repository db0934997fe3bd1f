/** Why a doctor sent somebody to a clinic, in a few words. */
import type * as z from 'zod/mini'
import type { ToClinic } from './model'

export const clinicWhyWords: Record<z.infer<typeof ToClinic>['why'], string> = {
  first_visit: '第一次看这个病',
  changed_condition: '病情有变化',
  no_evidence: '没有以前的病历',
  unsuitable: '不适合线上看',
  emergency: '可能是急症',
}
