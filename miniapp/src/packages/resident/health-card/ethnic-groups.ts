/** GB/T 3304-1991 中国各民族名称的罗马字母拼写法和代码: the place in this list is the code, 01 to 56. */
const names = [
  '汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族',
  '土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族',
  '柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族',
  '乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族',
]
  .join(' ')
  .split(' ')

export interface EthnicGroup {
  code: string
  name: string
}

export const ethnicGroups: readonly EthnicGroup[] = names.map((name, i) => ({
  code: String(i + 1).padStart(2, '0'),
  name,
}))

/** Those of most people, 汉族 first; all others follow on demand. */
const commonCodes = ['01', '08', '05', '03', '06', '11', '07', '15', '04', '02']
export const commonEthnicGroups: readonly EthnicGroup[] = commonCodes.map(code => ethnicGroups[Number(code) - 1]!)

export const ethnicGroupName = (code: string): string => ethnicGroups[Number(code) - 1]?.name ?? ''
