import Taro from '@tarojs/taro'

/** Shows a number on a tab, 0 takes it away. Outside the tabs WeChat refuses: the next tab that is opened shows it. */
export const showOnTab = async (index: number, count: number): Promise<void> => {
  try {
    if (count > 0) await Taro.setTabBarBadge({ index, text: count > 99 ? '99+' : String(count) })
    else await Taro.removeTabBarBadge({ index })
  } catch {
    // A number less, nothing else.
  }
}
