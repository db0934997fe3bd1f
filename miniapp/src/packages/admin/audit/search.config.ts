export default definePageConfig({ navigationBarTitleText: '查访问记录' })
