import { Text, View } from '@tarojs/components'
import { Tap } from './tap'

interface Props {
  title?: string
  onTap?: () => void
  className?: string
  children: React.ReactNode
}

export const Card = ({ title, onTap, className = '', children }: Props) => (
  <Tap className={`card ${className}`} onTap={onTap}>
    {title ? <Text className="card-title">{title}</Text> : null}
    {children}
  </Tap>
)

/** Name and value in lines: 时间 …, 地点 …. Lines without a value are left out. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, React.ReactNode])[] }) => (
  <View className="facts">
    {facts
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => (
        <View className="fact" key={name}>
          <Text className="fact-name">{name}</Text>
          <View className="fact-value">{value}</View>
        </View>
      ))}
  </View>
)

/** Lays what it holds one below the other with even gaps. */
export const Stack = ({ children }: { children: React.ReactNode }) => <View className="stack">{children}</View>
