export default definePageConfig({ navigationBarTitleText: '看哪科' })
