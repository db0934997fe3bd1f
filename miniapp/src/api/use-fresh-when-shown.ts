import { useDidShow } from '@tarojs/taro'
import { queryClient } from './query-client'

/** A page that lay below another, where something was done or read, asks again when it is back. */
export const useFreshWhenShown = (queryKey: readonly unknown[]): void =>
  useDidShow(() => void queryClient.refetchQueries({ queryKey, type: 'active' }, { cancelRefetch: false }))
