export default definePageConfig({ navigationBarTitleText: '付挂号费' })
