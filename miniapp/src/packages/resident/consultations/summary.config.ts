export default definePageConfig({ navigationBarTitleText: '问诊小结' })
