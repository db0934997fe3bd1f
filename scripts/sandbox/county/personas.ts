import { identityNumber, inventedPhone } from './seed/numbers'

/** Someone in the county's files. All invented. */
export interface PersonOnFile {
  patientId: string
  name: string
  gender: 'male' | 'female'
  /** YYYY-MM-DD */
  birthDate: string
  identityNumber: string
  /** The phone in the county's file; left out when there is none. */
  phoneOnFile?: string
  address: string
}

export interface FamilyMember extends PersonOnFile {
  relation: 'mother' | 'father' | 'child' | 'spouse'
}

/** Someone who signs in during the demo. */
export interface Persona extends Omit<PersonOnFile, 'patientId'> {
  key: string
  role: 'resident' | 'doctor' | 'staff' | 'administrator'
  /** The phone that WeChat knows. */
  phone: string
  /** Left out: no file in the county. */
  patientId?: string
  /** Doctors: their Practitioner; doctors and staff: the Organization they work for. */
  practitionerId?: string
  organizationId?: string
  family: FamilyMember[]
  /** What the persona is there to show, for the persona page. */
  note: string
}

const shangwan = '云溪县青石镇上湾村18号'

export const personas: Persona[] = [
  {
    key: 'resident',
    role: 'resident',
    patientId: 'pat-lin-xiuying',
    name: '林秀英',
    gender: 'female',
    birthDate: '1984-03-12',
    identityNumber: identityNumber('1984-03-12', 2),
    phone: inventedPhone(1),
    phoneOnFile: inventedPhone(1),
    address: shangwan,
    note: '居民，替母亲和孩子办事',
    family: [
      {
        relation: 'mother',
        patientId: 'pat-chen-guilan',
        name: '陈桂兰',
        gender: 'female',
        birthDate: '1952-09-03',
        identityNumber: identityNumber('1952-09-03', 4),
        phoneOnFile: inventedPhone(2),
        address: shangwan,
      },
      {
        relation: 'child',
        patientId: 'pat-zhou-xiaohe',
        name: '周小禾',
        gender: 'male',
        birthDate: '2018-06-01',
        identityNumber: identityNumber('2018-06-01', 1),
        address: shangwan,
      },
    ],
  },
  {
    key: 'father',
    role: 'resident',
    patientId: 'pat-zhou-jianmin',
    name: '周建民',
    gender: 'male',
    birthDate: '1982-07-15',
    identityNumber: identityNumber('1982-07-15', 15),
    phone: inventedPhone(14),
    phoneOnFile: inventedPhone(14),
    address: shangwan,
    note: '居民，替 3 岁的女儿问医生',
    family: [
      {
        relation: 'child',
        patientId: 'pat-zhou-xiaomai',
        name: '周小麦',
        gender: 'female',
        birthDate: '2023-05-20',
        identityNumber: identityNumber('2023-05-20', 14),
        address: shangwan,
      },
    ],
  },
  {
    key: 'first-timer',
    role: 'resident',
    patientId: 'pat-xu-chunyan',
    name: '许春燕',
    gender: 'female',
    birthDate: '1988-10-02',
    identityNumber: identityNumber('1988-10-02', 12),
    phone: inventedPhone(13),
    phoneOnFile: inventedPhone(13),
    address: '云溪县青石镇上湾村7号',
    note: '第一次用小程序，还没有实名登记',
    family: [
      {
        relation: 'father',
        patientId: 'pat-xu-dashan',
        name: '许大山',
        gender: 'male',
        birthDate: '1955-05-20',
        identityNumber: identityNumber('1955-05-20', 13),
        address: '云溪县青石镇上湾村7号',
      },
    ],
  },
  {
    key: 'elder',
    role: 'resident',
    patientId: 'pat-wang-defu',
    name: '王德福',
    gender: 'male',
    birthDate: '1948-02-10',
    identityNumber: identityNumber('1948-02-10', 1),
    phone: inventedPhone(3),
    phoneOnFile: inventedPhone(3),
    address: '云溪县松岭乡松坪村6号',
    note: '78岁，独自生活，用大字模式',
    family: [],
  },
  {
    key: 'resident-other-phone',
    role: 'resident',
    patientId: 'pat-sun-li',
    name: '孙丽',
    gender: 'female',
    birthDate: '1990-11-25',
    identityNumber: identityNumber('1990-11-25', 6),
    phone: inventedPhone(4),
    phoneOnFile: inventedPhone(5),
    address: '云溪县柳河镇桥头村31号',
    note: '换过手机号，档案里还是旧号码',
    family: [],
  },
  {
    key: 'resident-two-files',
    role: 'resident',
    patientId: 'pat-zhao-ming-1',
    name: '赵明',
    gender: 'male',
    birthDate: '1975-07-19',
    identityNumber: identityNumber('1975-07-19', 3),
    phone: inventedPhone(6),
    phoneOnFile: inventedPhone(6),
    address: '云溪县青石镇下湾村2号',
    note: '县里有两份档案用了他的身份证号',
    family: [],
  },
  {
    key: 'resident-without-file',
    role: 'resident',
    name: '吴远',
    gender: 'male',
    birthDate: '1998-01-30',
    identityNumber: identityNumber('1998-01-30', 5),
    phone: inventedPhone(7),
    address: '云溪县城关街道新桥路9号',
    note: '刚搬来，县里还没有档案',
    family: [],
  },
  {
    key: 'family-doctor',
    role: 'doctor',
    patientId: 'pat-zhang-wenhua',
    practitionerId: 'doc-qingshi-general-1',
    organizationId: 'org-qingshi',
    name: '张文华',
    gender: 'male',
    birthDate: '1979-05-08',
    identityNumber: identityNumber('1979-05-08', 7),
    phone: inventedPhone(8),
    phoneOnFile: inventedPhone(8),
    address: '云溪县青石镇中街15号',
    note: '青石镇卫生院家庭医生',
    family: [],
  },
  {
    key: 'paediatric-doctor',
    role: 'doctor',
    patientId: 'pat-su-qing',
    practitionerId: 'doc-qingshi-general-2',
    organizationId: 'org-qingshi',
    name: '苏晴',
    gender: 'female',
    birthDate: '1986-03-30',
    identityNumber: identityNumber('1986-03-30', 16),
    phone: inventedPhone(15),
    phoneOnFile: inventedPhone(15),
    address: '云溪县青石镇中街21号',
    note: '青石镇卫生院医生，也看 6 岁以下的孩子',
    family: [],
  },
  {
    key: 'village-doctor',
    role: 'doctor',
    patientId: 'pat-he-tiansheng',
    practitionerId: 'doc-songping-village-1',
    organizationId: 'org-songping',
    name: '何田生',
    gender: 'male',
    birthDate: '1970-12-01',
    identityNumber: identityNumber('1970-12-01', 9),
    phone: inventedPhone(9),
    phoneOnFile: inventedPhone(9),
    address: '云溪县松岭乡松坪村1号',
    note: '松坪村卫生室乡村医生，替没有手机的李玉珍办事',
    family: [],
  },
  {
    key: 'clerk',
    role: 'staff',
    patientId: 'pat-liu-min',
    organizationId: 'org-county',
    name: '刘敏',
    gender: 'female',
    birthDate: '1992-04-17',
    identityNumber: identityNumber('1992-04-17', 8),
    phone: inventedPhone(10),
    phoneOnFile: inventedPhone(10),
    address: '云溪县城关街道人民路88号',
    note: '县人民医院门诊导医台',
    family: [],
  },
  {
    key: 'administrator',
    role: 'administrator',
    patientId: 'pat-gao-jianguo',
    name: '高建国',
    gender: 'male',
    birthDate: '1973-10-22',
    identityNumber: identityNumber('1973-10-22', 11),
    phone: inventedPhone(11),
    phoneOnFile: inventedPhone(11),
    address: '云溪县城关街道府前街1号',
    note: '县级管理员',
    family: [],
  },
]

/** Persons on file who do not sign in: a phoneless elder, the second file under one identity number. */
export const othersOnFile: PersonOnFile[] = [
  {
    patientId: 'pat-li-yuzhen',
    name: '李玉珍',
    gender: 'female',
    birthDate: '1943-08-15',
    identityNumber: identityNumber('1943-08-15', 10),
    address: '云溪县松岭乡松坪村11号',
  },
  {
    patientId: 'pat-zhao-ming-2',
    name: '赵明',
    gender: 'male',
    birthDate: '1975-07-19',
    identityNumber: identityNumber('1975-07-19', 3),
    phoneOnFile: inventedPhone(12),
    address: '云溪县柳河镇柳树村40号',
  },
]
