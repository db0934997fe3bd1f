import { residentPages } from './packages/resident/pages'
import { doctorPages } from './packages/doctor/pages'
import { staffPages } from './packages/staff/pages'
import { adminPages } from './packages/admin/pages'

// One sub-package (分包) per role; WeChat refuses one without pages.
const subPackages = [
  { root: 'packages/resident', pages: residentPages },
  { root: 'packages/doctor', pages: doctorPages },
  { root: 'packages/staff', pages: staffPages },
  { root: 'packages/admin', pages: adminPages },
].filter(({ pages }) => pages.length > 0)

export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/messages/index',
    'pages/me/index',
    'pages/sign-in/index',
    'pages/privacy/index',
    'pages/not-found/index',
  ],
  subPackages,
  window: {
    backgroundTextStyle: '@backgroundTextStyle' as 'dark',
    backgroundColor: '@background',
    navigationBarBackgroundColor: '@background',
    navigationBarTextStyle: '@barTextStyle' as 'black',
    navigationBarTitleText: '县域健康服务',
  },
  tabBar: {
    color: '@tabText',
    selectedColor: '@tabSelected',
    backgroundColor: '@surface',
    borderStyle: '@tabBorder' as 'black',
    list: [
      {
        pagePath: 'pages/home/index',
        text: '首页',
        iconPath: 'assets/tab-home.png',
        selectedIconPath: 'assets/tab-home-on.png',
      },
      {
        pagePath: 'pages/messages/index',
        text: '消息',
        iconPath: 'assets/tab-messages.png',
        selectedIconPath: 'assets/tab-messages-on.png',
      },
      {
        pagePath: 'pages/me/index',
        text: '我的',
        iconPath: 'assets/tab-me.png',
        selectedIconPath: 'assets/tab-me-on.png',
      },
    ],
  },
  darkmode: true,
  themeLocation: 'theme.json',
  lazyCodeLoading: 'requiredComponents',
  permission: { 'scope.userLocation': { desc: '用来按远近排列医院和卫生院' } },
  requiredPrivateInfos: ['getLocation'],
  // The person agrees in our own words before WeChat hands over anything private (platform/privacy.ts).
  ['__usePrivacyCheck__' as string]: true,
})
