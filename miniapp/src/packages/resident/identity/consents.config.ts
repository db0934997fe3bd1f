export default definePageConfig({ navigationBarTitleText: '同意与撤回' })
