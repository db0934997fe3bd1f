/** The favourites' part of the data copy and of deleting an account (个人信息保护法 art. 45, 47). */
import { managerOf } from '../../db/transaction'
import type { PersonalData } from '../identity'
import { Favourite } from './favourite.entity'
import { findDoctors } from './find'

export const favouritesData: PersonalData = {
  async copy(db, { accountId }) {
    const kept = await managerOf(db).find(Favourite, { where: { accountId }, order: { createdAt: 'ASC' } })
    const doctors = await findDoctors(
      db,
      kept.map(f => f.doctorId),
    )
    return [
      {
        title: '收藏的医生',
        rows: kept.map(f => ({
          医生: doctors.get(f.doctorId)?.name ?? f.doctorId,
          收藏时间: f.createdAt.toISOString(),
        })),
      },
    ]
  },
  async erase(tx, { accountId }) {
    await tx.delete(Favourite, { accountId })
  },
}
