import { identityNumberProblem, readIdentityNumber } from 'shared/identity/identity-number'

/** 个人信息保护法 art. 31. The server decides by the county's setting; this only asks in time. */
export const guardianBelow = 14

/** Whether the person of this number is a child on that day (`YYYY-MM-DD`); an unreadable number is nobody's. */
export const needsGuardian = (identityNumber: string, today: string): boolean => {
  if (identityNumberProblem(identityNumber)) return false
  const { birthDate } = readIdentityNumber(identityNumber)
  const grown = `${Number(birthDate.slice(0, 4)) + guardianBelow}${birthDate.slice(4)}`
  return grown > today
}
