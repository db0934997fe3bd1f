import './identity.css'
import { useState } from 'react'
import { View } from '@tarojs/components'
import { identity } from '../../../api/identity'
import { useLoad } from '../../../api/use-load'
import { go } from '../../../navigation'
import { copy, giveFile } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { Loading } from '../../../ui/states'
import { dateWords, dayOf, instantWords } from '../../../ui/words'
import { addresses } from './addresses'

type Copy = Awaited<ReturnType<typeof identity.dataCopy>>
type Section = Copy['sections'][number]

/** Instants and days read as people write them; everything else as it is kept. */
const readable = (value: string | null): string | null => {
  if (value === null) return null
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return instantWords(value)
  return /^\d{4}-\d\d-\d\d$/.test(value) ? dateWords(value) : value
}

const few = 3

const SectionCard = ({ section }: { section: Section }) => {
  const [shown, setShown] = useState(few)
  const { title, rows } = section
  return (
    <Card title={rows.length > 1 ? `${title}（${rows.length} 条）` : title}>
      {rows.length === 0 ? <View className="quiet">没有</View> : null}
      <View className="stack">
        {rows.slice(0, shown).map((row, i) => (
          <View key={i} className={`data-facts ${i > 0 ? 'data-row' : ''}`}>
            <Facts facts={Object.entries(row).map(([name, value]) => [name, readable(value)] as const)} />
          </View>
        ))}
        {rows.length > shown ? (
          <Button onTap={() => setShown(shown + 20)}>{`再看 ${Math.min(20, rows.length - shown)} 条`}</Button>
        ) : null}
      </View>
    </Card>
  )
}

const take = async (data: Copy): Promise<void> => {
  const text = JSON.stringify(data, null, 2)
  const given = await giveFile(`我的资料-${dayOf()}.json`, 'application/json', text)
  say(
    given === 'file'
      ? '已经存到手机的“下载”里'
      : given === 'clipboard'
        ? '已经复制，可以粘贴到文件或微信里'
        : '没有复制成，请再点一次',
  )
}

/** 我的资料副本 (个人信息保护法 art. 45): readable here, and to take away. Never kept on the phone by us. */
export default function MyData() {
  const loaded = useLoad(['data-copy'], () => identity.dataCopy({}))
  const { data } = loaded
  const copyText = async (given: Copy) =>
    say((await copy(JSON.stringify(given, null, 2))) ? '已经复制' : '没有复制成，请再点一次')
  return (
    <Page
      title="我的资料副本"
      lead="我们记着您的这些内容。里面有完整的证件号，别让不认识的人看。"
      shows={[loaded]}
      foot={
        data ? (
          <Button kind="main" icon="download" onTap={() => void take(data)}>
            带走一份
          </Button>
        ) : null
      }
    >
      <Loading of={loaded}>
        {given => (
          <>
            {given.sections.map(section => (
              <SectionCard key={section.title} section={section} />
            ))}
            <Button icon="file" onTap={() => void copyText(given)}>
              复制成文字
            </Button>
            <Rows>
              <Row
                icon="delete"
                danger
                title="注销账号"
                note="先看清楚哪些会删、哪些按规定要留"
                onTap={() => go(addresses.deleteAccount)}
              />
            </Rows>
          </>
        )}
      </Loading>
    </Page>
  )
}
