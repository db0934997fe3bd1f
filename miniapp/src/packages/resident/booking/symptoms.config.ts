export default definePageConfig({ navigationBarTitleText: '不知道看哪科' })
