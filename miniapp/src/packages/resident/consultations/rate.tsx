import { useState } from 'react'
import { consultations } from '../../../api/consultations'
import { useAct } from '../../../api/use-act'
import { useDraft } from '../../../api/use-draft'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Refusal } from '../../../ui/states'

const choices = [
  { value: '5', words: '5 星', note: '很满意' },
  { value: '4', words: '4 星', note: '满意' },
  { value: '3', words: '3 星', note: '一般' },
  { value: '2', words: '2 星', note: '不太满意' },
  { value: '1', words: '1 星', note: '不满意' },
] as const
type Stars = (typeof choices)[number]['value']

/** 评价: stars and, if one likes, a few words; once. */
export default function Rate() {
  const { consultationId = '' } = useParams()
  const [stars, setStars] = useState<Stars | null>(null)
  const [draft, change, clear] = useDraft(`rate:${consultationId}`, { words: '' })
  const { act, busy, problem } = useAct(
    'rate-consultation',
    (body: { stars: number; words?: string }, idempotencyKey) =>
      consultations.rate({ params: { consultationId }, body, idempotencyKey }),
    {
      changes: [['consultation', consultationId]],
      done: () => {
        clear()
        say('谢谢您的评价')
        back()
      },
    },
  )
  const words = draft.words.trim()
  const send = () => (stars ? void act({ stars: Number(stars), ...(words ? { words } : {}) }) : say('请先选几颗星'))
  return (
    <Page
      title="这次问诊，您满意吗？"
      lead="您的评价医院会看到，用来改进服务。"
      foot={
        <>
          <Refusal problem={problem} />
          <Button kind="main" busy={busy} onTap={send}>
            提交评价
          </Button>
        </>
      }
    >
      <ChoiceChips choices={choices} chosen={stars} onChoose={setStars} />
      <Field
        label="想说的话（可以不写）"
        area
        max={300}
        value={draft.words}
        onChange={typed => change({ words: typed })}
      />
    </Page>
  )
}
