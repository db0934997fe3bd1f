export default definePageConfig({ navigationBarTitleText: '县里的病历' })
