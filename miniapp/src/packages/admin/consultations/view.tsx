import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { adminConsultations } from '../../../api/admin-consultations'
import { useAct } from '../../../api/use-act'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { SummaryView } from '../../../features/consultations/summary-view'
import { TalkRead } from '../../../features/consultations/talk-messages'
import { useParams } from '../../../navigation'
import { giveFile } from '../../../platform/phone'
import { Button } from '../../../ui/button'
import { Card, Facts } from '../../../ui/card'
import { Field } from '../../../ui/field'
import { say } from '../../../ui/overlays'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { useParts } from '../../../ui/use-parts'
import { factsOf } from './facts'
import { standingOf } from './standing'

type Opened = Awaited<ReturnType<typeof adminConsultations.openConsultation>>

const reasonAtLeast = 4

/** Everything that was said and done, read-only. */
const Whole = ({ of }: { of: Opened }) => {
  const { consultation, messages, summaries, trace } = of
  const { shown, more } = useParts(messages, 40)
  const steps = useParts(trace, 20)
  return (
    <>
      <Card>
        <View className="stack">
          <View className="line line-apart">
            <Text className="big grow">{consultation.personName}</Text>
            <StateTag {...standingOf(consultation)} />
          </View>
          <Text>{consultation.reason}</Text>
          <Facts facts={factsOf(of)} />
        </View>
      </Card>
      <Text className="group-title">说过的话</Text>
      <TalkRead messages={shown} />
      {more ? <Button onTap={more}>再看后面的</Button> : null}
      {summaries.length ? <Text className="group-title">签名的小结</Text> : null}
      {summaries.map(summary => (
        <SummaryView key={summary.version} of={summary} />
      ))}
      <Rows title="全过程留痕">
        {steps.shown.map(({ at, who, what }, i) => (
          <Row key={`${at} ${i}`} title={what} note={`${who} · ${instantWords(at)}`} />
        ))}
      </Rows>
      {steps.more ? <Button onTap={steps.more}>再看后面的</Button> : null}
    </>
  )
}

/** The whole consultation as a file that opens anywhere. */
const useExport = (consultationId: string) =>
  useAct(
    'export-consultation',
    (reason: string) => adminConsultations.exportConsultation({ params: { consultationId }, body: { reason } }),
    {
      done: page => {
        void giveFile(`问诊-${consultationId}.html`, 'text/html', page).then(given =>
          say(
            { file: '已下载', clipboard: '已复制，到电脑上粘贴成 .html 文件', failed: '没有成功，请再试一次' }[given],
          ),
        )
      },
    },
  )

/** 查看问诊: with a reason, recorded, and the resident can see it. */
export default function ViewPage() {
  const { consultationId = '' } = useParams()
  const [reason, setReason] = useState('')
  const [opened, setOpened] = useState<Opened | null>(null)
  const open = useWorkAct(
    'open-consultation',
    (given: string) => adminConsultations.openConsultation({ params: { consultationId }, body: { reason: given } }),
    { done: setOpened },
  )
  const given = useExport(consultationId)
  const why = reason.trim()
  if (opened) {
    return (
      <WorkPage
        title="查看问诊"
        lead="只能看，不能改。这次查看已经记下。"
        foot={
          <>
            <Refusal problem={given.problem} />
            <Button kind="main" icon="download" busy={given.busy} onTap={() => void given.act(why)}>
              导出成文件
            </Button>
          </>
        }
      >
        <Whole of={opened} />
      </WorkPage>
    )
  }
  return (
    <WorkPage
      title="为什么要看？"
      lead="问诊是居民的健康信息。原因会记下来，居民能查到。"
      foot={
        <>
          <Refusal problem={open.problem} />
          <Button
            kind="main"
            icon="viewed"
            busy={open.busy}
            onTap={() => (why.length < reasonAtLeast ? say('请写明原因') : void open.act(why))}
          >
            打开
          </Button>
        </>
      }
    >
      <Field label="原因" hint="例如：处理居民投诉、卫健委抽查" max={200} value={reason} onChange={setReason} />
    </WorkPage>
  )
}
