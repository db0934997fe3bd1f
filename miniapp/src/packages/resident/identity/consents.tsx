import { View } from '@tarojs/components'
import { consentKinds } from 'shared/identity/schemas'
import { useMe } from '../../../features/me/use-me'
import { go } from '../../../navigation'
import { Page } from '../../../ui/page'
import { Row, Rows } from '../../../ui/rows'
import { StateTag } from '../../../ui/state-tag'
import { Loading } from '../../../ui/states'
import { addresses } from './addresses'
import { consentInForce } from './consent-in-force'
import { consentTexts } from './consent-texts'

/** 同意与撤回: what was agreed to, each to be read again and withdrawn. */
export default function Consents() {
  const me = useMe()
  return (
    <Page title="您同意过什么" lead="点开看内容，随时可以撤回。" shows={[me]}>
      <Loading of={me}>
        {account => (
          <Rows>
            {consentKinds.map(kind => {
              const given = consentInForce(account, kind)
              return (
                <Row
                  key={kind}
                  icon="privacy"
                  title={consentTexts[kind].title}
                  note={consentTexts[kind].purpose}
                  onTap={() => go(addresses.consent, { kind })}
                >
                  <View>
                    <StateTag words={given ? '已同意' : '没同意'} tone={given ? 'good' : 'plain'} />
                  </View>
                </Row>
              )
            })}
          </Rows>
        )}
      </Loading>
    </Page>
  )
}
