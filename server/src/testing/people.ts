/** Invented people in the sandbox county platform's files. */
import { randomInt, randomUUID } from 'node:crypto'
import { identifierSystems } from 'shared/kernel/fhir-systems'
import { checkCharacter } from 'shared/identity/identity-number'
import { DateTime } from 'luxon'
import type { TestServer } from './server'

export interface PersonOnFile {
  platformId: string
  name: string
  identityNumber: string
  birthDate: string
  sex: 'male' | 'female'
  /** The mobile number in the county's file. */
  phone: string | null
  address: string
}

/** The day by the server's clock on which somebody was born who is so old today; `days` later than that. */
export const bornAgo = ({ clock, context }: TestServer, years: number, days = 0): string =>
  DateTime.fromJSDate(clock.now(), { zone: context.config.TIME_ZONE }).minus({ years }).plus({ days }).toISODate()!

const pad = (n: number, length: number): string => String(n).padStart(length, '0')

/** A number that passes the checksum, on a region that does not exist. */
export const inventIdentityNumber = (birthDate: string, sex: 'male' | 'female'): string => {
  const order = 2 * randomInt(500) + (sex === 'male' ? 1 : 0)
  const digits = `990${pad(randomInt(1000), 3)}${birthDate.replaceAll('-', '')}${pad(order, 3)}`
  return digits + checkCharacter(digits)
}
export const inventPhone = (): string => `1990${pad(randomInt(10_000_000), 7)}`

const surnames = [...'陈李张王刘杨黄赵周吴徐孙马朱胡林郭何高罗']
const givenNames = [...'桂芳秀英建国志强小禾文华田生玉珍德福春梅永康']
const inventName = (): string =>
  surnames[randomInt(surnames.length)]! +
  givenNames[randomInt(givenNames.length)]! +
  givenNames[randomInt(givenNames.length)]!

/** Puts somebody into the county's files; what is not given is invented. A second file under one number: give both. */
export const addPersonOnFile = ({ platform }: TestServer, given: Partial<PersonOnFile> = {}): PersonOnFile => {
  const birthDate =
    given.birthDate ?? `${1950 + randomInt(50)}-${pad(1 + randomInt(12), 2)}-${pad(1 + randomInt(28), 2)}`
  const sex = given.sex ?? (randomInt(2) ? 'male' : 'female')
  const person: PersonOnFile = {
    platformId: `pat-test-${randomUUID()}`,
    name: inventName(),
    identityNumber: inventIdentityNumber(birthDate, sex),
    phone: inventPhone(),
    address: '云溪县青石镇上湾村18号',
    ...given,
    birthDate,
    sex,
  }
  const { platformId, name, identityNumber, phone, address } = person
  platform.store.atomically(() =>
    platform.store.put(platformId, {
      resourceType: 'Patient',
      id: platformId,
      identifier: [{ system: identifierSystems.identityNumber, value: identityNumber }],
      active: true,
      name: [{ text: name, family: name.slice(0, 1), given: [name.slice(1)] }],
      ...(phone && { telecom: [{ system: 'phone', value: phone, use: 'mobile' }] }),
      gender: sex,
      birthDate,
      address: [{ text: address }],
    } as never),
  )
  return person
}
