import { Text, View } from '@tarojs/components'
import { go } from '../../navigation'
import { routes } from '../../routes'
import { useSettings } from '../../session/settings'
import { Icon, type IconName } from '../../ui/icon'
import { Tap } from '../../ui/tap'

interface Service {
  words: string
  icon: IconName
  path: string
  /** Left out in elder mode: fewer things, and 我的 has it too. */
  extra?: boolean
}

const services: readonly Service[] = [
  { words: '预约挂号', icon: 'calendar', path: routes.booking },
  { words: '在线问诊', icon: 'chat', path: routes.consultations },
  { words: '我的预约', icon: 'booked', path: routes.appointments },
  { words: '家人', icon: 'family', path: routes.members },
  { words: '收藏的医生', icon: 'favourite', path: routes.favourites, extra: true },
  { words: '谁看过我', icon: 'viewed', path: routes.accesses, extra: true },
]

export const Services = () => {
  const elder = useSettings(s => s.elder)
  return (
    <View className="services">
      {services
        .filter(service => !(elder && service.extra))
        .map(({ words, icon, path }, i) => (
          <Tap key={words} className={`service ${i === 0 ? 'service-main' : ''}`} onTap={() => go(path)}>
            <View className="service-icon">
              <Icon name={icon} />
            </View>
            <Text className="strong">{words}</Text>
          </Tap>
        ))}
    </View>
  )
}
