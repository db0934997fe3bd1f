export default definePageConfig({ navigationBarTitleText: '填验证码' })
