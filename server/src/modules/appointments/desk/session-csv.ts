/** A session's list as a table for Excel or print. */
import { stringify } from 'csv-stringify/sync'
import type { AppointmentStatus } from 'shared/appointments/model'
import { sexWords } from 'shared/identity/sex-words'
import type { ShownAtDesk } from './show-at-desk'

const statusWords: Record<AppointmentStatus, string> = {
  pending: '待确认',
  booked: '已确认',
  arrived: '已报到',
  fulfilled: '已就诊',
  cancelled: '已取消',
  noshow: '未到',
}

/**
 * Names and phones stay masked. The BOM lets Excel read UTF-8; a cell that begins like a formula gets an apostrophe, so
 * that nothing a person wrote is run when the file is opened (CSV injection).
 */
export const sessionCsv = (rows: ShownAtDesk[]): string =>
  stringify(
    rows.map(a => [
      `${a.from}-${a.to}`,
      a.queueNumber ?? '',
      a.personName,
      sexWords[a.sex],
      a.age,
      a.phone ?? '',
      a.payment?.state === 'due' ? '等待付款' : statusWords[a.status],
      a.followUp ? '复诊' : '',
      a.lastChange.byName,
      a.lastChange.reason ?? '',
    ]),
    {
      header: true,
      columns: ['时段', '排队号', '姓名', '性别', '年龄', '手机', '状态', '备注', '最后操作', '原因'],
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  )
