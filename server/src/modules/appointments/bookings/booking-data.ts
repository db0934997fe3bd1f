/** The bookings' part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { In, MoreThanOrEqual } from 'typeorm'
import type { AppointmentStatus } from 'shared/appointments/model'
import { dayOf } from '../../../clock'
import type { Context } from '../../../context'
import { managerOf } from '../../../db/transaction'
import { findDoctors, institutionNames } from '../../directory'
import { type Owner, type PersonalData, peopleToTellOf } from '../../identity'
import { Appointment } from '../appointment.entity'
import { endEntry } from '../waitlist/end-entry'
import { WaitlistEntry } from '../waitlist-entry.entity'

const statusWords: Record<AppointmentStatus, string> = {
  pending: '待确认',
  booked: '已预约',
  arrived: '已报到',
  fulfilled: '已就诊',
  cancelled: '已取消',
  noshow: '未到诊',
}

/** Of the person themselves, and what the account took for others. */
const ownedBy = ({ accountId, selfPersonId }: Owner, more: object = {}) => [
  { ...more, accountId },
  ...(selfPersonId ? [{ ...more, personId: selfPersonId }] : []),
]

export const bookingData = ({ clock, config }: Pick<Context, 'clock' | 'config'>): PersonalData => ({
  async copy(db, owner) {
    const rows = await managerOf(db).find(Appointment, { where: ownedBy(owner), order: { createdAt: 'ASC' } })
    const today = dayOf(clock.now(), config.TIME_ZONE)
    const known = await peopleToTellOf(db, owner.accountId, 'appointments', today)
    const doctors = await findDoctors(
      db,
      rows.map(a => a.doctorId),
    )
    const names = await institutionNames(
      db,
      rows.map(a => a.institutionId),
    )
    return [
      {
        title: '预约记录',
        rows: rows.map(a => ({
          就诊人: a.personId === owner.selfPersonId ? '本人' : '代他人预约',
          日期: a.day,
          // Of those it may act for no more, not where they went: that is theirs.
          机构: known.has(a.personId) ? (names.get(a.institutionId) ?? a.institutionId) : null,
          医生: known.has(a.personId) ? (doctors.get(a.doctorId)?.name ?? a.doctorId) : null,
          状态: statusWords[a.status],
          预约时间: a.createdAt.toISOString(),
        })),
      },
    ]
  },
  live: (db, owner) => {
    const day = MoreThanOrEqual(dayOf(clock.now(), config.TIME_ZONE))
    const where = ownedBy(owner, { status: In(['pending', 'booked', 'arrived']), day })
    return managerOf(db).countBy(Appointment, where)
  },
  async erase(tx, { accountId }, now) {
    const waiting = await tx.findBy(WaitlistEntry, { accountId, state: In(['waiting', 'offered']) })
    for (const entry of waiting) await endEntry(tx, entry, 'cancelled', now, config.TIME_ZONE)
  },
  kept: [
    {
      what: '预约、报到和就诊记录',
      until: '最后一次就诊之日起不少于 15 年',
      rule: '《医疗机构管理条例实施细则》第五十三条（门诊病历保存期不少于 15 年）',
    },
  ],
})
