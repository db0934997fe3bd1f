/** What the county's files say of the demo's people: invented, as such files look at several ages. */

export interface DiagnosisSeed {
  /** In the words of the record. */
  text: string
  icd10: string
  /** Days before the visit when it began; left out: not told. */
  begunBefore?: number
  state?: 'active' | 'remission' | 'resolved'
  severity?: string
}
export interface PrescriptionSeed {
  name: string
  /** ATC code. */
  atc: string
  usage: string
  state?: 'active' | 'stopped' | 'completed'
}
export type ReadingSeed =
  | { what: 'blood-pressure'; high: number; low: number }
  | { what: 'fasting-glucose' | 'hba1c' | 'weight' | 'temperature' | 'oxygen'; value: number; judged?: 'H' | 'L' | 'N' }
export interface ReportSeed {
  title: string
  conclusion: string
}

/** One visit to a clinic, or a measuring at home or in the village, and what came of it. */
export interface VisitSeed {
  daysAgo: number
  /** Key of a doctor, `county-cardiology-1`: the visit was at that doctor's institution. */
  doctor: string
  diagnoses?: DiagnosisSeed[]
  prescriptions?: PrescriptionSeed[]
  readings?: ReadingSeed[]
  reports?: ReportSeed[]
}

export interface Story {
  visits: VisitSeed[]
  /** Keys of the family doctors: at the township, at the county hospital, in the village. */
  team?: string[]
}

const amlodipine = { name: '苯磺酸氨氯地平片 5mg', atc: 'C08CA01', usage: '口服，每日一次，每次1片' }
const metformin = { name: '盐酸二甲双胍缓释片 0.5g', atc: 'A10BA02', usage: '口服，每日两次，每次1片，饭后吃' }
const aspirin = { name: '阿司匹林肠溶片 100mg', atc: 'B01AC06', usage: '口服，每日一次，每次1片，饭前吃' }
const atorvastatin = { name: '阿托伐他汀钙片 20mg', atc: 'C10AA05', usage: '口服，每晚一次，每次1片' }

const hypertension = (begunBefore?: number, severity?: string): DiagnosisSeed => ({
  text: '高血压',
  icd10: 'I10',
  begunBefore,
  severity,
})
const pressure = (high: number, low: number): ReadingSeed => ({ what: 'blood-pressure', high, low })
const glucose = (value: number): ReadingSeed => ({
  what: 'fasting-glucose',
  value,
  judged: value > 6.1 ? 'H' : 'N',
})

const qingshiTeam = ['qingshi-general-1', 'county-cardiology-2', 'shangwan-village-1']
const songlingTeam = ['songling-general-1', 'county-cardiology-1', 'songping-village-1']

/** By the person's id in the county's files. Who is not here has no history: 许春燕, 孙丽's neighbours, most people. */
export const stories: Record<string, Story> = {
  /** 林秀英, 42 */
  'pat-lin-xiuying': {
    team: qingshiTeam,
    visits: [
      {
        daysAgo: 410,
        doctor: 'county-gastroenterology-1',
        diagnoses: [{ text: '慢性非萎缩性胃炎', icd10: 'K29.5', begunBefore: 60 }],
        prescriptions: [
          { name: '奥美拉唑肠溶胶囊 20mg', atc: 'A02BC01', usage: '口服，每日一次，早饭前吃', state: 'completed' },
        ],
        reports: [{ title: '电子胃镜检查', conclusion: '慢性非萎缩性胃炎，幽门螺杆菌阴性。' }],
      },
      {
        daysAgo: 96,
        doctor: 'qingshi-general-1',
        diagnoses: [{ text: '缺铁性贫血', icd10: 'D50.9', severity: '轻度' }],
        prescriptions: [{ name: '琥珀酸亚铁片 0.1g', atc: 'B03AA06', usage: '口服，每日两次，每次1片，饭后吃' }],
        readings: [pressure(112, 72)],
        reports: [{ title: '血常规', conclusion: '血红蛋白 98 g/L，偏低；红细胞平均体积偏小。' }],
      },
    ],
  },
  /** 陈桂兰, 74, her mother */
  'pat-chen-guilan': {
    team: qingshiTeam,
    visits: [
      {
        daysAgo: 2600,
        doctor: 'county-cardiology-2',
        diagnoses: [hypertension(30, '2级')],
        prescriptions: [
          { name: '硝苯地平缓释片 20mg', atc: 'C08CA05', usage: '口服，每日两次，每次1片', state: 'stopped' },
        ],
        readings: [pressure(168, 98)],
      },
      {
        daysAgo: 1500,
        doctor: 'county-endocrinology-1',
        diagnoses: [{ text: '2型糖尿病', icd10: 'E11.9', begunBefore: 45 }],
        prescriptions: [metformin],
        readings: [glucose(9.8), { what: 'hba1c', value: 8.1, judged: 'H' }],
        reports: [{ title: '尿微量白蛋白', conclusion: '在正常范围。' }],
      },
      {
        daysAgo: 190,
        doctor: 'qingshi-general-1',
        prescriptions: [amlodipine],
        readings: [pressure(150, 90), glucose(7.6)],
      },
      { daysAgo: 90, doctor: 'shangwan-village-1', readings: [pressure(146, 88), glucose(7.2)] },
      {
        daysAgo: 62,
        doctor: 'county-endocrinology-1',
        readings: [glucose(7.0), { what: 'hba1c', value: 7.2, judged: 'H' }],
        reports: [
          { title: '生化全套', conclusion: '肝功能、肾功能正常；低密度脂蛋白胆固醇 3.4 mmol/L，偏高。' },
          { title: '眼底照相', conclusion: '双眼没有见到糖尿病视网膜病变。' },
        ],
      },
      { daysAgo: 24, doctor: 'shangwan-village-1', readings: [pressure(148, 92), glucose(7.4)] },
    ],
  },
  /** 周小禾, 8 */
  'pat-zhou-xiaohe': {
    team: qingshiTeam,
    visits: [
      {
        daysAgo: 720,
        doctor: 'county-paediatrics-2',
        diagnoses: [{ text: '急性支气管炎', icd10: 'J20.9', state: 'resolved' }],
        readings: [{ what: 'temperature', value: 38.4, judged: 'H' }],
      },
      {
        daysAgo: 150,
        doctor: 'county-paediatrics-1',
        diagnoses: [{ text: '过敏性鼻炎', icd10: 'J30.4', begunBefore: 200 }],
        prescriptions: [{ name: '盐酸西替利嗪滴剂 10mg/ml', atc: 'R06AE07', usage: '口服，每晚一次，每次0.5ml' }],
        readings: [{ what: 'weight', value: 26.5 }],
      },
    ],
  },
  /** 周小麦, 3 */
  'pat-zhou-xiaomai': {
    team: qingshiTeam,
    visits: [
      {
        daysAgo: 48,
        doctor: 'county-paediatrics-1',
        diagnoses: [{ text: '婴幼儿湿疹', icd10: 'L20.8', begunBefore: 300, severity: '轻度' }],
        prescriptions: [
          { name: '丁酸氢化可的松乳膏 0.1%', atc: 'D07AB02', usage: '外用，每日两次，薄薄涂在起疹的地方' },
        ],
        readings: [{ what: 'weight', value: 14.2 }],
      },
    ],
  },
  /** 王德福, 78 */
  'pat-wang-defu': {
    team: songlingTeam,
    visits: [
      {
        daysAgo: 3900,
        doctor: 'songling-general-1',
        diagnoses: [hypertension(400, '3级')],
        readings: [pressure(182, 100)],
      },
      {
        daysAgo: 860,
        doctor: 'county-cardiology-1',
        diagnoses: [{ text: '冠状动脉粥样硬化性心脏病', icd10: 'I25.1', begunBefore: 20 }],
        prescriptions: [aspirin, atorvastatin],
        reports: [
          { title: '心电图', conclusion: '窦性心律，Ⅱ、Ⅲ、aVF导联ST段压低。' },
          { title: '冠状动脉CT', conclusion: '前降支近段轻度狭窄，约30%。' },
        ],
      },
      {
        daysAgo: 400,
        doctor: 'county-respiratory-1',
        diagnoses: [{ text: '慢性阻塞性肺疾病', icd10: 'J44.9' }],
        prescriptions: [
          { name: '布地奈德福莫特罗粉吸入剂 160µg/4.5µg', atc: 'R03AK07', usage: '吸入，每日两次，每次1吸，吸后漱口' },
        ],
        readings: [{ what: 'oxygen', value: 94, judged: 'L' }],
      },
      {
        daysAgo: 75,
        doctor: 'songling-general-1',
        prescriptions: [amlodipine, atorvastatin],
        readings: [pressure(152, 84)],
      },
      { daysAgo: 12, doctor: 'songping-village-1', readings: [pressure(144, 82)] },
    ],
  },
  /** 李玉珍, 83, without a phone */
  'pat-li-yuzhen': {
    team: songlingTeam,
    visits: [
      {
        daysAgo: 1300,
        doctor: 'county-orthopaedics-2',
        diagnoses: [{ text: '双膝骨关节炎', icd10: 'M17.0' }],
        reports: [{ title: '双膝关节X线', conclusion: '双膝退行性改变，内侧间隙变窄。' }],
      },
      {
        daysAgo: 33,
        doctor: 'songping-village-1',
        diagnoses: [hypertension(2000)],
        prescriptions: [amlodipine],
        readings: [pressure(156, 78)],
      },
    ],
  },
  /** 孙丽, 35 */
  'pat-sun-li': {
    visits: [
      {
        daysAgo: 230,
        doctor: 'county-endocrinology-2',
        diagnoses: [{ text: '甲状腺功能减退症', icd10: 'E03.9' }],
        prescriptions: [{ name: '左甲状腺素钠片 50µg', atc: 'H03AA01', usage: '口服，每日一次，早饭前半小时空腹吃' }],
        reports: [{ title: '甲状腺功能', conclusion: '促甲状腺激素 7.8 mIU/L，偏高；游离甲状腺素偏低。' }],
      },
    ],
  },
  /** 赵明, 51: what the first of his two files holds. */
  'pat-zhao-ming-1': {
    visits: [
      {
        daysAgo: 320,
        doctor: 'qingshi-general-2',
        diagnoses: [{ text: '痛风', icd10: 'M10.9', begunBefore: 900, state: 'remission' }],
        prescriptions: [{ name: '非布司他片 40mg', atc: 'M04AA03', usage: '口服，每日一次，每次1片' }],
      },
    ],
  },
  /** 许大山, 71 */
  'pat-xu-dashan': {
    team: qingshiTeam,
    visits: [
      {
        daysAgo: 980,
        doctor: 'county-neurology-1',
        diagnoses: [{ text: '脑梗死后遗症', icd10: 'I69.3', begunBefore: 120 }, hypertension(2500)],
        prescriptions: [aspirin, atorvastatin],
        reports: [{ title: '头颅CT', conclusion: '左侧基底节区陈旧性腔隙性脑梗死。' }],
      },
      { daysAgo: 41, doctor: 'tcm-acupuncture-1', readings: [pressure(138, 80)] },
    ],
  },
}

/** For whoever needs somebody with a history: a year of hypertension and type 2 diabetes, seen by `doctor`. */
export const chronicStory = (doctor: string): Story => ({
  visits: [
    {
      daysAgo: 365,
      doctor,
      diagnoses: [hypertension(30), { text: '2型糖尿病', icd10: 'E11.9' }],
      prescriptions: [amlodipine, metformin],
      readings: [pressure(164, 96), glucose(8.9)],
      reports: [{ title: '心电图', conclusion: '窦性心律，左心室高电压。' }],
    },
    { daysAgo: 20, doctor, readings: [pressure(148, 92), glucose(7.1)] },
  ],
})
