export default definePageConfig({ navigationBarTitleText: '处理爽约限制' })
