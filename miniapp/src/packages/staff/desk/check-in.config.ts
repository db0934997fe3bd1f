export default definePageConfig({ navigationBarTitleText: '扫卡报到' })
