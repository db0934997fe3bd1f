export default definePageConfig({ navigationBarTitleText: '修改预约规则' })
