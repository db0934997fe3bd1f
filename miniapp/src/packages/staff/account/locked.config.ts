export default definePageConfig({ navigationBarTitleText: '口令锁住了' })
