/** Departments of the invented county: what they are called, the illness words that lead there, what doctors are good at. */
export interface DepartmentKind {
  name: string
  keywords: string[]
  goodAt: string[]
}

export const departmentKinds = {
  cardiology: {
    name: '心血管内科',
    keywords: ['高血压', '冠心病', '心慌', '胸闷', '胸痛', '心律不齐', '心衰'],
    goodAt: ['高血压、冠心病的诊治与长期管理', '心律失常、心力衰竭', '心悸胸闷的鉴别与治疗'],
  },
  endocrinology: {
    name: '内分泌科',
    keywords: ['糖尿病', '血糖高', '甲亢', '甲状腺', '痛风', '骨质疏松', '肥胖'],
    goodAt: ['2型糖尿病及并发症', '甲状腺疾病、痛风', '糖尿病足、骨质疏松'],
  },
  respiratory: {
    name: '呼吸内科',
    keywords: ['咳嗽', '发烧', '哮喘', '慢阻肺', '肺炎', '气短', '感冒'],
    goodAt: ['慢阻肺、哮喘的规范治疗', '肺部感染、慢性咳嗽'],
  },
  gastroenterology: {
    name: '消化内科',
    keywords: ['胃痛', '胃炎', '反酸', '腹泻', '便秘', '肝病', '胃镜'],
    goodAt: ['慢性胃炎、消化性溃疡、胃肠镜检查', '慢性肝病、肠道疾病'],
  },
  neurology: {
    name: '神经内科',
    keywords: ['头痛', '头晕', '中风', '脑梗', '失眠', '手抖', '癫痫'],
    goodAt: ['脑卒中防治与康复', '头痛、眩晕、帕金森病'],
  },
  surgery: {
    name: '普通外科',
    keywords: ['阑尾炎', '疝气', '胆结石', '乳腺', '痔疮', '外伤'],
    goodAt: ['胆囊结石、疝气的微创手术', '甲状腺与乳腺疾病'],
  },
  orthopaedics: {
    name: '骨科',
    keywords: ['骨折', '腰痛', '腿痛', '关节痛', '颈椎病', '腰椎间盘突出', '扭伤'],
    goodAt: ['四肢骨折、关节置换', '颈肩腰腿痛、腰椎间盘突出'],
  },
  obstetrics: {
    name: '妇产科',
    keywords: ['怀孕', '产检', '月经不调', '白带', '妇科', '更年期'],
    goodAt: ['孕产期保健、高危妊娠', '月经病、妇科炎症'],
  },
  paediatrics: {
    name: '儿科',
    keywords: ['小孩', '儿童', '发烧', '咳嗽', '腹泻', '积食', '手足口'],
    goodAt: ['小儿呼吸道与消化道疾病', '儿童生长发育、过敏性疾病'],
  },
  ophthalmology: {
    name: '眼科',
    keywords: ['眼睛', '白内障', '近视', '视力', '眼红', '青光眼'],
    goodAt: ['白内障手术、糖尿病眼底病变'],
  },
  'chinese-medicine': {
    name: '中医内科',
    keywords: ['调理', '胃痛', '失眠', '咳嗽', '虚弱', '中药'],
    goodAt: ['脾胃病、失眠的中医调治', '咳喘病、体虚调养', '心脑血管病中医治疗'],
  },
  acupuncture: {
    name: '针灸推拿科',
    keywords: ['针灸', '推拿', '颈椎病', '腰痛', '面瘫', '中风康复'],
    goodAt: ['颈肩腰腿痛针灸推拿', '面瘫、中风后遗症康复'],
  },
  'chinese-gynaecology': {
    name: '中医妇科',
    keywords: ['月经不调', '痛经', '备孕', '更年期', '妇科'],
    goodAt: ['月经不调、痛经、更年期调理'],
  },
  'bone-setting': {
    name: '骨伤科',
    keywords: ['骨折', '扭伤', '关节痛', '正骨', '跌打'],
    goodAt: ['手法正骨、骨折保守治疗'],
  },
  preventive: {
    name: '治未病科',
    keywords: ['体质', '调理', '养生', '膏方', '三伏贴'],
    goodAt: ['体质辨识、膏方与三伏贴'],
  },
  general: {
    name: '全科门诊',
    keywords: ['感冒', '发烧', '高血压', '糖尿病', '头晕', '胃痛', '拉肚子', '开药', '体检'],
    goodAt: ['高血压、糖尿病的随访与用药', '常见病、多发病诊治', '老年人健康管理'],
  },
  'joint-clinic': {
    name: '县乡联合门诊',
    keywords: ['专家', '县医院', '高血压', '糖尿病', '心慌', '腰痛'],
    goodAt: [],
  },
  village: {
    name: '村卫生室门诊',
    keywords: ['感冒', '发烧', '量血压', '测血糖', '开药', '换药'],
    goodAt: ['常见病诊治、慢病随访与上门服务'],
  },
} satisfies Record<string, DepartmentKind>

export type DepartmentCode = keyof typeof departmentKinds
