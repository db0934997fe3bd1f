import { Text, View } from '@tarojs/components'
import { back } from '../../navigation'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Page } from '../../ui/page'

const parts: readonly { title: string; lines: readonly string[] }[] = [
  {
    title: '我们用到什么',
    lines: [
      '微信给的登录编号，用来认出是您。',
      '姓名、身份证号、手机号、住址：实名登记和开电子健康卡时用。',
      '预约、报到、用卡的记录：看病和排队时用。',
      '付款和退款的记录：在手机上付挂号费时用。支付密码和完整的银行卡号只在微信里，我们看不到。',
      '位置：只在您点“按远近排列”时用一下，不保存。',
      '相机：只在您点“扫码”时用。',
    ],
  },
  {
    title: '谁能看到',
    lines: [
      '您自己，和您授权的家人、村医。',
      '为您看病的医院、卫生院工作人员；每看一次都留下记录，您在“谁看过我的信息”里能查到。',
      '县平台：把预约和用卡情况送给它，各家医院才能接上。',
      '微信支付（财付通）：您付款、退款时，把收款的医院、付的是挂号费、多少钱告诉它，不告诉它您看哪个科、什么病。',
    ],
  },
  {
    title: '怎么保护',
    lines: [
      '姓名、身份证号、手机号、住址加密保存，页面上只显示一部分。',
      '健康信息要另外征得您的同意（个人信息保护法第二十九条）。',
      '十四岁以下的孩子，由监护人同意（第三十一条）。',
    ],
  },
  {
    title: '您可以随时',
    lines: [
      '在“我的 › 我的资料副本”看一份、带走一份（第四十五条）。',
      '在“我的 › 同意与撤回”撤回同意（第十五条）。',
      '注销账号；法律要求保留的记录会停止使用，到期再删（第四十七条）。',
    ],
  },
]

/** 隐私说明: readable before signing in. */
export default function Privacy() {
  return (
    <Page
      title="隐私说明"
      lead="用平常话说清楚：用到什么、给谁看、怎么收回。"
      open
      foot={<Button onTap={back}>看完了，返回</Button>}
    >
      {parts.map(({ title, lines }) => (
        <Card key={title} title={title}>
          <View className="stack">
            {lines.map(line => (
              <Text key={line}>· {line}</Text>
            ))}
          </View>
        </Card>
      ))}
    </Page>
  )
}
