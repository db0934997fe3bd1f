export default definePageConfig({ navigationBarTitleText: '开通健康卡' })
