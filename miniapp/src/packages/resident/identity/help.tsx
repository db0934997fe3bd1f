import { useState } from 'react'
import { Text } from '@tarojs/components'
import { HelpRows } from '../../../features/me/help-rows'
import { call } from '../../../platform/phone'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'

const questions: readonly { asked: string; answer: string }[] = [
  {
    asked: '健康卡的码扫不出来？',
    answer: '点“换一个新码”再扫。屏幕脏了擦一擦。还不行就出示身份证，工作人员一样能办。',
  },
  { asked: '没有网络，还能看病吗？', answer: '能。出示身份证就行。已经约好的号，报名字也能查到。' },
  {
    asked: '登记时说“没有查到这个人”？',
    answer: '先看姓名、身份证号填对没有。都对的话，带身份证到就近的卫生院，当场建档，再回来登记。',
  },
  {
    asked: '家人收不到验证码？',
    answer: '验证码发到县里留的那个手机号。号码换了的话，带家人的身份证到就近的卫生院改。',
  },
  {
    asked: '老人没有手机怎么办？',
    answer: '两个办法：您在“我的家人”里添加老人，替他办；或者老人到村医那里签一张授权，由村医替他办。',
  },
  {
    asked: '手机丢了，健康卡会被别人用吗？',
    answer: '用别的手机登录微信，打开健康卡点“挂失”，马上就停。找到了再解除。',
  },
  { asked: '字太小看不清？', answer: '在“我的”里打开“长辈版”，字和按钮都会变大。' },
]

/** 常见问题: what people at the counter ask, one answer open at a time. */
export default function Help() {
  const [shown, setShown] = useState<number | null>(null)
  return (
    <Page title="遇到什么问题？" open>
      <Rows>
        {questions.map(({ asked, answer }, i) => (
          <Row key={asked} title={asked} onTap={() => setShown(shown === i ? null : i)}>
            {shown === i ? <Text className="quiet">{answer}</Text> : null}
          </Row>
        ))}
      </Rows>
      <HelpRows />
      <Rows>
        <Row icon="emergency" danger title="急救请打 120" onTap={() => call('120')} />
      </Rows>
    </Page>
  )
}
