export default definePageConfig({ navigationBarTitleText: '县域健康服务' })
