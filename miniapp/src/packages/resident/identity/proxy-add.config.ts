export default definePageConfig({ navigationBarTitleText: '请一位替我办' })
