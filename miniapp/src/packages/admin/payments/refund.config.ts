export default definePageConfig({ navigationBarTitleText: '替居民退款' })
