export default definePageConfig({ navigationBarTitleText: '核对居民档案' })
