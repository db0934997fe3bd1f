export default definePageConfig({ navigationBarTitleText: '排候补' })
