import { useState } from 'react'
import { Text, View } from '@tarojs/components'
import { WorkPage } from '../../../features/at-work/work-page'
import { instantWords } from '../../../ui/words'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { Loading } from '../../../ui/states'
import { JobSheet } from './job-sheet'
import { useJobs, type Job } from './use-jobs'
import { groupsOf, isInTrouble, lastRunWords, stateWords, troubleWords } from './words'

const JobRow = ({ job, onOpen }: { job: Job; onOpen: () => void }) => {
  const trouble = troubleWords(job)
  const next = job.nextRunAt ? `；下次 ${instantWords(job.nextRunAt)}` : ''
  return (
    <Row
      title={job.does}
      note={trouble ? <Text className="danger">{trouble}</Text> : `上次 ${lastRunWords(job)}${next}`}
      side={job.state === 'idle' ? null : <StateTag {...stateWords[job.state]} />}
      onTap={onOpen}
    />
  )
}

const standing = (jobs: readonly Job[]): string => {
  const bad = jobs.filter(isInTrouble).length
  return bad ? `${jobs.length} 件事里，有 ${bad} 件要看一下。` : `${jobs.length} 件事自己跑着，都正常。`
}

/** 后台任务: what runs by itself, last and next, what failed and why. */
export default function JobsPage() {
  const loaded = useJobs()
  const [opened, setOpened] = useState<string | null>(null)
  const job = loaded.data?.jobs.find(({ name }) => name === opened)
  return (
    <WorkPage
      title="后台任务"
      lead={loaded.data ? standing(loaded.data.jobs) : '不用人管、自己跑的事。'}
      shows={[loaded]}
    >
      <Loading of={loaded}>
        {({ jobs }) => (
          <>
            {groupsOf(jobs).map(group => (
              <View key={group.words} className="stack">
                <Rows title={group.words}>
                  {group.jobs.map(one => (
                    <JobRow key={one.name} job={one} onOpen={() => setOpened(one.name)} />
                  ))}
                </Rows>
              </View>
            ))}
          </>
        )}
      </Loading>
      {job ? <JobSheet job={job} onClose={() => setOpened(null)} /> : null}
    </WorkPage>
  )
}
