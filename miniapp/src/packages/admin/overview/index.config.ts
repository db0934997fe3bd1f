export default definePageConfig({ navigationBarTitleText: '县级管理' })
