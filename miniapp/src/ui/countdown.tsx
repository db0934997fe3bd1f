import { useEffect, useState } from 'react'
import { Text, View } from '@tarojs/components'
import { useShown } from './use-shown'

/** Milliseconds since 1970, again every `step` ms while the page is in front. */
export const useNow = (step = 1000): number => {
  const shown = useShown()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!shown) return undefined
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), step)
    return () => clearInterval(timer)
  }, [shown, step])
  return now
}

interface Props {
  secondsLeft: number
  of: number
  /** Diameter in px. */
  size?: number
}

/** A ring that empties, with the seconds in words inside. */
export const Countdown = ({ secondsLeft, of, size = 64 }: Props) => {
  const left = Math.max(0, Math.ceil(secondsLeft))
  const share = of > 0 ? Math.min(1, left / of) : 0
  const colour = share > 0.2 ? 'var(--primary)' : 'var(--danger)'
  const ring = `background: conic-gradient(${colour} ${(share * 360).toFixed(0)}deg, var(--sunken) 0deg)`
  const inner = Math.round(size * 0.78)
  return (
    <View className="ring" style={`width:${size}px;height:${size}px;${ring}`}>
      <View className="ring-inside number" style={`width:${inner}px;height:${inner}px`}>
        <Text>{left}</Text>
      </View>
    </View>
  )
}
