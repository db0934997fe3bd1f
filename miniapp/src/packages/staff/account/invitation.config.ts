export default definePageConfig({ navigationBarTitleText: '接受工作邀请' })
