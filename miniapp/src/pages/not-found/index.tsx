import { go } from '../../navigation'
import { routes } from '../../routes'
import { Page } from '../../ui/page'
import { EmptyState } from '../../ui/states'

/** An address that leads nowhere: typed wrong, or of a page that is gone. */
export default function NotFound() {
  return (
    <Page title="没有这个页面" open>
      <EmptyState
        icon="help"
        title="这个地址打不开"
        words="可能链接不完整，或者页面已经换了地方。要办的事，从首页都能找到。"
        doors={[
          { words: '回首页', onTap: () => go(routes.home) },
          { words: '看我的预约', onTap: () => go(routes.appointments) },
        ]}
      />
    </Page>
  )
}
