import { create } from 'zustand'
import { whereAmI, type Place } from '../../../platform/location'
import { say } from '../../../ui/overlays'

/** Lives as long as the app is open: a position is never stored. */
const usePlace = create<{ place: Place | null; asking: boolean }>(() => ({ place: null, asking: false }))

/** About 100 m: enough to sort by distance, too coarse for a front door. */
const rounded = (degrees: number): number => Math.round(degrees * 1000) / 1000

const ask = async (): Promise<void> => {
  usePlace.setState({ asking: true })
  const found = await whereAmI()
  usePlace.setState({
    asking: false,
    place: found && { latitude: rounded(found.latitude), longitude: rounded(found.longitude) },
  })
  if (!found) say('没有拿到位置，先按医院级别排。可在手机设置里打开定位再试。')
}

/** Where the person is, once they tapped to say so. */
export const usePosition = (): { place: Place | null; asking: boolean; ask: () => void } => {
  const { place, asking } = usePlace()
  return { place, asking, ask: () => void ask() }
}
