import { type InstitutionKind, type TitleCode } from 'shared/kernel/fhir-systems'
import { type DepartmentCode } from './departments'

export interface DepartmentSeed {
  code: DepartmentCode
  /** Floor and room as people say it. */
  place: string
  /** One title per doctor. */
  doctors: TitleCode[]
}

export interface InstitutionSeed {
  /** Short id: the Organization is `org-<key>`. */
  key: string
  kind: InstitutionKind
  name: string
  phone: string
  address: string
  latitude: number
  longitude: number
  howToGetThere: string
  /** Key of the institution it belongs to. */
  partOf?: string
  departments: DepartmentSeed[]
}

const chief = 'chief'
const associate = 'associate-chief'
const attending = 'attending'
const junior = 'resident'

export const institutions: InstitutionSeed[] = [
  {
    key: 'county',
    kind: 'county-hospital',
    name: '云溪县人民医院',
    phone: '0990-5550001',
    address: '云溪县城关街道人民路100号',
    latitude: 30.512,
    longitude: 110.804,
    howToGetThere: '公交1路、3路到“县医院”站;从东门进,门诊楼在右手边,停车走北门',
    departments: [
      { code: 'cardiology', place: '门诊楼3层 东侧301诊区', doctors: [chief, associate, attending] },
      { code: 'endocrinology', place: '门诊楼3层 西侧310诊区', doctors: [chief, associate, attending] },
      { code: 'respiratory', place: '门诊楼2层 东侧201诊区', doctors: [associate, attending, junior] },
      { code: 'gastroenterology', place: '门诊楼2层 西侧210诊区', doctors: [chief, attending] },
      { code: 'neurology', place: '门诊楼4层 东侧401诊区', doctors: [chief, associate, attending] },
      { code: 'surgery', place: '门诊楼4层 西侧410诊区', doctors: [associate, attending] },
      { code: 'orthopaedics', place: '门诊楼1层 东侧105诊区', doctors: [chief, attending, junior] },
      { code: 'obstetrics', place: '妇儿楼2层 201诊区', doctors: [chief, attending] },
      { code: 'paediatrics', place: '妇儿楼1层 101诊区', doctors: [associate, attending, junior] },
      { code: 'ophthalmology', place: '门诊楼5层 501诊区', doctors: [associate, attending] },
    ],
  },
  {
    key: 'tcm',
    kind: 'chinese-medicine-hospital',
    name: '云溪县中医医院',
    phone: '0990-5550002',
    address: '云溪县城关街道药王街6号',
    latitude: 30.5065,
    longitude: 110.7961,
    howToGetThere: '公交2路到“药王街”站,下车往回走100米',
    departments: [
      { code: 'chinese-medicine', place: '门诊楼2层 201诊室', doctors: [chief, associate, attending] },
      { code: 'acupuncture', place: '门诊楼3层 针灸推拿中心', doctors: [associate, attending, junior] },
      { code: 'chinese-gynaecology', place: '门诊楼2层 208诊室', doctors: [associate, attending] },
      { code: 'bone-setting', place: '门诊楼1层 103诊室', doctors: [associate, attending] },
      { code: 'preventive', place: '门诊楼4层 401诊室', doctors: [attending] },
    ],
  },
  township(
    'qingshi',
    '青石镇卫生院',
    '0990-5550011',
    '云溪县青石镇中街20号',
    30.561,
    110.842,
    '县城汽车站坐青石班车,到镇政府下车,对面就是',
  ),
  township('liuhe', '柳河镇卫生院', '0990-5550012', '云溪县柳河镇河滨路3号', 30.455, 110.751, '柳河大桥西头往北200米'),
  township(
    'songling',
    '松岭乡卫生院',
    '0990-5550013',
    '云溪县松岭乡集镇1号',
    30.601,
    110.715,
    '松岭集镇路口,每天有4班乡村客车经过',
  ),
  village('shangwan', '上湾村卫生室', '0990-5550021', '云溪县青石镇上湾村', 30.572, 110.851, 'qingshi', 2),
  village('xiawan', '下湾村卫生室', '0990-5550022', '云溪县青石镇下湾村', 30.553, 110.861, 'qingshi', 1),
  village('liushu', '柳树村卫生室', '0990-5550023', '云溪县柳河镇柳树村', 30.449, 110.738, 'liuhe', 1),
  village('qiaotou', '桥头村卫生室', '0990-5550024', '云溪县柳河镇桥头村', 30.463, 110.762, 'liuhe', 1),
  village('songping', '松坪村卫生室', '0990-5550025', '云溪县松岭乡松坪村', 30.613, 110.702, 'songling', 2),
  village('zhulin', '竹林村卫生室', '0990-5550026', '云溪县松岭乡竹林村', 30.622, 110.728, 'songling', 1),
]

function township(
  key: string,
  name: string,
  phone: string,
  address: string,
  latitude: number,
  longitude: number,
  howToGetThere: string,
): InstitutionSeed {
  const departments: DepartmentSeed[] = [
    { code: 'general', place: '门诊1层 101诊室', doctors: [attending, attending, junior] },
    { code: 'chinese-medicine', place: '门诊1层 中医馆', doctors: [attending] },
    { code: 'joint-clinic', place: '门诊2层 联合门诊室', doctors: [] },
  ]
  const kind = 'township-centre'
  return { key, kind, name, phone, address, latitude, longitude, howToGetThere, partOf: 'county', departments }
}

function village(
  key: string,
  name: string,
  phone: string,
  address: string,
  latitude: number,
  longitude: number,
  partOf: string,
  doctorCount: number,
): InstitutionSeed {
  const doctors = Array.from({ length: doctorCount }, (): TitleCode => 'village')
  const departments: DepartmentSeed[] = [{ code: 'village', place: '一层诊室', doctors }]
  const howToGetThere = `在${address.replace('云溪县', '')}村委会旁边`
  return { key, kind: 'village-clinic', name, phone, address, latitude, longitude, howToGetThere, partOf, departments }
}

/** Which county-hospital doctors sit at a township's joint clinic: weekday (1 = Monday … 7) and half day. */
export const jointClinics: { doctor: string; township: string; weekday: number; half: 'am' | 'pm' }[] = [
  { doctor: 'county-cardiology-1', township: 'qingshi', weekday: 2, half: 'am' },
  { doctor: 'county-endocrinology-2', township: 'qingshi', weekday: 4, half: 'am' },
  { doctor: 'county-orthopaedics-1', township: 'qingshi', weekday: 6, half: 'am' },
  { doctor: 'county-cardiology-2', township: 'liuhe', weekday: 1, half: 'am' },
  { doctor: 'county-respiratory-1', township: 'liuhe', weekday: 3, half: 'am' },
  { doctor: 'county-paediatrics-1', township: 'liuhe', weekday: 5, half: 'pm' },
  { doctor: 'county-endocrinology-1', township: 'songling', weekday: 1, half: 'pm' },
  { doctor: 'county-neurology-2', township: 'songling', weekday: 3, half: 'am' },
  { doctor: 'tcm-acupuncture-1', township: 'songling', weekday: 5, half: 'am' },
]
