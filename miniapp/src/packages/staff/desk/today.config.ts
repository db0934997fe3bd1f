export default definePageConfig({ navigationBarTitleText: '门诊工作台' })
