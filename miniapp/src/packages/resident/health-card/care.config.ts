export default definePageConfig({ navigationBarTitleText: '挂失、换卡' })
