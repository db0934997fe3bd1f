export default definePageConfig({ navigationBarTitleText: '和县平台对账' })
