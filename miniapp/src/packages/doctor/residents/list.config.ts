export default definePageConfig({ navigationBarTitleText: '请我代办的居民' })
