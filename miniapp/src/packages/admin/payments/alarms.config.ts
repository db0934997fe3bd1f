export default definePageConfig({ navigationBarTitleText: '付款警报' })
