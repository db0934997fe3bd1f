export default definePageConfig({ navigationBarTitleText: '没送成的记录' })
