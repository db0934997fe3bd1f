import { useState } from 'react'
import { WorkPage } from '../../../features/at-work/work-page'
import { go, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { Row, Rows } from '../../../ui/rows'
import { EmptyState, Loading } from '../../../ui/states'
import { addresses } from '../addresses'
import { useInstitutions } from '../common/use-institutions'

/** Long lists come in parts. */
const part = 30

/** 改哪一家的规则. */
export default function InstitutionsPage() {
  const online = useParams().of === 'consultations'
  const loaded = useInstitutions()
  const [most, setMost] = useState(part)
  return (
    <WorkPage
      title={online ? '看哪一家的问诊规则？' : '看哪一家的预约规则？'}
      lead="每家医院、卫生院自己一套，改了马上生效，谁改的都有记录。"
      shows={[loaded]}
    >
      <Loading of={loaded} cards={3}>
        {({ institutions }) =>
          institutions.length === 0 ? (
            <EmptyState icon="hospital" title="还没有机构" words="先在首页“现在就拉一次号源和科室”。" />
          ) : (
            <>
              <Rows>
                {institutions.slice(0, most).map(({ institutionId, name, address }) => (
                  <Row
                    key={institutionId}
                    icon="hospital"
                    title={name}
                    note={address}
                    onTap={() => go(online ? addresses.consultationRules : addresses.rules, { institutionId })}
                  />
                ))}
              </Rows>
              {institutions.length > most ? <Button onTap={() => setMost(most + part)}>再看一些</Button> : null}
            </>
          )
        }
      </Loading>
    </WorkPage>
  )
}
