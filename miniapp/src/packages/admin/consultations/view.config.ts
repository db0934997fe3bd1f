export default definePageConfig({ navigationBarTitleText: '查看问诊' })
