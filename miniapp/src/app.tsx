import './zod-setup'
import './app.css'
import { useEffect, type PropsWithChildren } from 'react'
import { useDidShow, usePageNotFound } from '@tarojs/taro'
import { QueryClientProvider } from '@tanstack/react-query'
import { cameToFront, queryClient } from './api/query-client'
import { replace } from './navigation'
import { followAppUpdates } from './platform/app-update'
import { followNoEmptyLinks } from './platform/tab-links'
import { routes } from './routes'
import { followNetwork } from './session/network'
import { followPrivacyNeeds } from './session/privacy'

followAppUpdates()
followPrivacyNeeds()
followNoEmptyLinks()

export default function App({ children }: PropsWithChildren) {
  useEffect(followNetwork, [])
  useDidShow(cameToFront)
  usePageNotFound(() => replace(routes.notFound))
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
