import { Fragment } from 'react'
import { Text } from '@tarojs/components'
import { consultations } from '../../../api/consultations'
import { useFreshWhenShown } from '../../../api/use-fresh-when-shown'
import { useLoad } from '../../../api/use-load'
import { NeedsRegistration } from '../../../features/me/needs-registration'
import { useWhom } from '../../../features/whom/use-whom'
import { WhomBar } from '../../../features/whom/whom-bar'
import { go, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Page } from '../../../ui/page'
import { EmptyState, Loading } from '../../../ui/states'
import { useParts } from '../../../ui/use-parts'
import { consultationAddresses } from './addresses'
import { ConsultationCard } from './consultation-card'
import { Emergency } from './emergency'

type Line = React.ComponentProps<typeof ConsultationCard>['of']

const isLive = ({ status }: Line): boolean => status === 'planned' || status === 'in-progress'

const Mine = ({ list }: { list: readonly Line[] }) => {
  const { shown, more } = useParts(list, 10)
  const firstEnded = shown.findIndex(line => !isLive(line))
  if (list.length === 0) {
    return <EmptyState icon="chat" title="还没有问过医生" words="在医院看过的老毛病，可以在这里问医生、复诊。" />
  }
  return (
    <>
      {shown.map((line, i) => (
        <Fragment key={line.consultationId}>
          {i === 0 && isLive(line) ? <Text className="group-title">正在进行</Text> : null}
          {i === firstEnded ? <Text className="group-title">以前的问诊</Text> : null}
          <ConsultationCard of={line} />
        </Fragment>
      ))}
      {more ? <Button onTap={more}>再看以前的</Button> : null}
    </>
  )
}

/** 在线问诊: what is an emergency first, then asking, then what was asked. */
export default function Start() {
  const { personId: asked } = useParams()
  const whom = useWhom('records', asked)
  const loaded = useLoad(['consultations'], () => consultations.consultations({ query: {} }), {
    keep: true,
    every: 60_000,
  })
  useFreshWhenShown(['consultations'])
  const registered = !whom.loaded.data || whom.chosen !== null
  return (
    <Page
      title="在线问诊"
      lead="老毛病复诊、拿检查结果问问医生，不用跑一趟。"
      top={<WhomBar whom={whom} />}
      shows={[loaded]}
      foot={
        registered ? (
          <Button
            kind="main"
            icon="chat"
            off={!whom.personId}
            onTap={() => go(consultationAddresses.doctors, { personId: whom.personId })}
          >
            我要问医生
          </Button>
        ) : null
      }
    >
      <Emergency />
      {registered ? null : <NeedsRegistration words="核对一次姓名和身份证号，就能问医生。" />}
      <Loading of={loaded}>{({ consultations: list }) => <Mine list={list} />}</Loading>
    </Page>
  )
}
