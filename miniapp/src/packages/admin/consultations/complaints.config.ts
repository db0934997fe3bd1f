export default definePageConfig({ navigationBarTitleText: '问诊投诉' })
