import { useEffect, useState } from 'react'
import { Text, View } from '@tarojs/components'
import type { Loaded } from '../api/use-load'
import { back, go, here, replace } from '../navigation'
import { fontFactor, markDocument } from '../platform/screen'
import { routes, tabs } from '../routes'
import { useSettings } from '../session/settings'
import { useSession } from '../session/tokens'
import { Banner } from './banner'
import { Icon } from './icon'
import { PrivacySheet } from './privacy-sheet'
import { Overlays } from './sheet'
import { Skeleton } from './states'
import { Tap } from './tap'
import { useShown } from './use-shown'

interface Props {
  /** The question or the thing, in words a villager uses. */
  title: string
  /** One sentence below it: what happens here. */
  lead?: string
  /** Whom it is for (features/whom), or anything that stays above the content. */
  top?: React.ReactNode
  /** The main button, kept at the thumb. */
  foot?: React.ReactNode
  /** What the page shows, so that old content is shown with its age. */
  shows?: readonly Loaded<unknown>[]
  /** 返回 goes there instead of to the page before: one question back. */
  onBack?: () => void
  /** May be seen signed out. Every other page sends to sign-in and comes back. */
  open?: boolean
  /** Uses a desktop's width (clinic desk, administrator). */
  wide?: boolean
  /** White all over, for codes. */
  bare?: boolean
  children: React.ReactNode
}

/** 24.1 px for the standard 17: main text of 18 pt (适老化), a little over WeChat's 关怀模式; a larger setting of one's own wins. */
const elderFactor = 1.42

const useRoot = ({ wide, bare }: Props): { className: string; style: string } => {
  const elder = useSettings(s => s.elder)
  const [own] = useState(fontFactor)
  const factor = Math.max(own, elder ? elderFactor : 1)
  const className = ['root', elder ? 'elder' : '', wide ? 'wide' : '', bare ? 'bare' : ''].join(' ')
  return { className, style: `--f:${factor.toFixed(2)}` }
}

/** H5 has no bar of WeChat's with its way back; tabs have their tab bar. */
const Bar = ({ onBack = back }: Pick<Props, 'onBack'>) => {
  const [tab] = useState(() => tabs.includes(here().split('?')[0] ?? ''))
  if (process.env.TARO_ENV !== 'h5' || tab) return null
  return (
    <View className="column page-bar">
      <Tap className="page-bar-door" onTap={onBack}>
        <Icon name="back" />
        <Text>返回</Text>
      </Tap>
      <Tap className="page-bar-door" onTap={() => go(routes.home)}>
        <Icon name="home" />
        <Text>首页</Text>
      </Tap>
    </View>
  )
}

/** The frame of every page: size and colours, title, whom-for, way back, what floats above. */
export const Page = (props: Props) => {
  const { title, lead, top, foot, shows = [], open, children } = props
  const root = useRoot(props)
  const shown = useShown()
  const elder = useSettings(s => s.elder)
  const signedIn = useSession(s => s.signedIn)
  const closed = !open && !signedIn

  useEffect(() => {
    if (closed && shown) replace(routes.signIn, { next: here() })
  }, [closed, shown])
  useEffect(() => {
    if (shown) markDocument(title, elder)
  }, [title, shown, elder])

  return (
    <View className={root.className} style={root.style}>
      <Bar {...(props.onBack ? { onBack: props.onBack } : {})} />
      <View className="column page-body">
        <View className="page-head">
          <Text className="page-title">{title}</Text>
          {lead ? <Text className="page-lead">{lead}</Text> : null}
        </View>
        {closed ? null : top}
        {closed ? null : <Banner shows={shows} />}
        {closed ? <Skeleton /> : children}
      </View>
      {foot && !closed ? (
        <View className="page-foot">
          <View className="column">{foot}</View>
        </View>
      ) : null}
      {shown ? <Overlays /> : null}
      {shown ? <PrivacySheet /> : null}
    </View>
  )
}
