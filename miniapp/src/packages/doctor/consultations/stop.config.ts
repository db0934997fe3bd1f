export default definePageConfig({ navigationBarTitleText: '转去门诊' })
