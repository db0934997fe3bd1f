import { Text, View } from '@tarojs/components'
import { jobs } from '../../../api/jobs'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { Button } from '../../../ui/button'
import { Facts } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Sheet } from '../../../ui/sheet'
import { StateTag } from '../../../ui/state-tag'
import { Refusal } from '../../../ui/states'
import { instantWords } from '../../../ui/words'
import { jobsKey, type Job } from './use-jobs'
import { everyWords, lastRunWords, stateWords, troubleWords } from './words'

const RunButton = ({ job: { name, does }, onDone }: { job: Job; onDone: () => void }) => {
  const { act, busy, problem } = useWorkAct(
    `run-job:${name}`,
    (_: string, idempotencyKey) => jobs.runJob({ params: { name }, idempotencyKey }),
    {
      changes: [jobsKey],
      done: () => {
        onDone()
        say('已经叫它跑了，过几秒看结果')
      },
    },
  )
  const run = async () => {
    const sure = await confirm({
      title: '现在就跑一次吗？',
      words: `${does}。只是提前跑，多跑一次不会办重。`,
      yes: '现在跑一次',
      no: '先不跑',
    })
    if (sure) await act('now')
  }
  return (
    <>
      <Refusal problem={problem} />
      <Button kind="main" icon="refresh" busy={busy} onTap={() => void run()}>
        现在运行
      </Button>
    </>
  )
}

/** One job in full, and the button that lets it run now. */
export const JobSheet = ({ job, onClose }: { job: Job; onClose: () => void }) => {
  const trouble = troubleWords(job)
  return (
    <Sheet title={job.does} onClose={onClose}>
      <View className="stack">
        <View className="line">
          <StateTag {...stateWords[job.state]} />
        </View>
        {trouble ? <Text className="danger">{trouble}</Text> : null}
        <Facts
          facts={[
            ['多久一次', everyWords(job.everySeconds)],
            ['上一次', lastRunWords(job)],
            ['下一次', job.nextRunAt && instantWords(job.nextRunAt)],
            ['编号', job.name],
          ]}
        />
        <RunButton job={job} onDone={onClose} />
      </View>
    </Sheet>
  )
}
