export default definePageConfig({ navigationBarTitleText: '问哪位医生' })
