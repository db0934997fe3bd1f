import { useState } from 'react'
import { doctorDesk } from '../../../api/doctor-desk'
import { useLoad } from '../../../api/use-load'
import { go } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Row, Rows } from '../../../ui/rows'
import { Sheet } from '../../../ui/sheet'
import { EmptyState, Loading } from '../../../ui/states'
import { addresses } from './addresses'

const kinds = [
  { value: 'quick', words: '常用语' },
  { value: 'education', words: '宣教' },
] as const

/** Picked words go into what is being written; the doctor reads and sends them. */
export const PhraseSheet = ({ onPick, onClose }: { onPick: (words: string) => void; onClose: () => void }) => {
  const [kind, setKind] = useState<'quick' | 'education'>('quick')
  const loaded = useLoad(['phrases'], () => doctorDesk.phrases({}))
  return (
    <Sheet title="选一句，放进要说的话里" onClose={onClose}>
      <ChoiceChips choices={kinds} chosen={kind} onChoose={setKind} wide />
      <Loading of={loaded} cards={1}>
        {({ phrases }) => {
          const all = phrases.filter(phrase => phrase.kind === kind)
          return all.length ? (
            <Rows>
              {all.map(({ phraseId, title, text }) => (
                <Row key={phraseId} title={title ?? text} note={title ? text : ''} onTap={() => onPick(text)} />
              ))}
            </Rows>
          ) : (
            <EmptyState icon="text" title="这里还没有" words="常说的话存下来，下次点一下就行。" />
          )
        }}
      </Loading>
      <Button icon="add" onTap={() => go(addresses.phrases)}>
        添加、删除
      </Button>
    </Sheet>
  )
}
