export default definePageConfig({ navigationBarTitleText: '核对健康卡' })
