export default definePageConfig({ navigationBarTitleText: '搜病症、科室、医生' })
