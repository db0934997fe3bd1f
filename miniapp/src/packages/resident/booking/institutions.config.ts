export default definePageConfig({ navigationBarTitleText: '去哪看' })
