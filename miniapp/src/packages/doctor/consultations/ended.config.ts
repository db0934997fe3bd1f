export default definePageConfig({ navigationBarTitleText: '以前的问诊' })
