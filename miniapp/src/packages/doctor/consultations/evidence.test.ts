import type { CountyRecord } from 'shared/consultations/model'
import { offeredDiagnoses } from './evidence'

const record = (recordId: string): CountyRecord => ({
  recordId,
  kind: 'diagnosis',
  title: '高血压',
  detail: null,
  day: '2026-03-02',
  institutionName: '县人民医院',
  doctorName: '周文',
})
const [picked, other] = [record('picked'), record('other')]

test('offers what the resident picked, once, before what else the county has', () => {
  expect(offeredDiagnoses({ allowRecords: true, picked }, [other, picked])).toEqual([picked, other])
  expect(offeredDiagnoses({ allowRecords: true, picked: null }, [other])).toEqual([other])
  expect(offeredDiagnoses({ allowRecords: true, picked }, undefined)).toEqual([picked])
})

test('once the resident allows it no longer, only what they picked is left of what this phone has read', () => {
  expect(offeredDiagnoses({ allowRecords: false, picked }, [other, picked])).toEqual([picked])
  expect(offeredDiagnoses({ allowRecords: false, picked: null }, [other])).toEqual([])
})
