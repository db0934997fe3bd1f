export default definePageConfig({ navigationBarTitleText: '请别人替我办' })
