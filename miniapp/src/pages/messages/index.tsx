import { go } from '../../navigation'
import { routes } from '../../routes'
import { Page } from '../../ui/page'
import { EmptyState } from '../../ui/states'

/** 消息: nothing is sent here yet, and the page says where the news is meanwhile. */
export default function Messages() {
  return (
    <Page title="消息" open>
      <EmptyState
        icon="messages"
        title="还没有消息"
        words="预约的进展、排队到几号，都在“我的预约”里看。"
        doors={[{ words: '看我的预约', onTap: () => go(routes.appointments) }]}
      />
    </Page>
  )
}
