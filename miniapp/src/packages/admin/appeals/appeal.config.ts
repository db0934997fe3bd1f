export default definePageConfig({ navigationBarTitleText: '处理身份申诉' })
