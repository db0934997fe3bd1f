export default definePageConfig({
  navigationBarTitleText: '电子健康卡',
  // White in the dark too: a scanner needs the contrast, and the bar belongs to the page.
  navigationBarBackgroundColor: '#ffffff',
  navigationBarTextStyle: 'black',
  backgroundColor: '#ffffff',
})
