import { desk } from '../../../api/desk'
import { useLoad } from '../../../api/use-load'

export const blocksKey = ['no-show-blocks'] as const
export const useBlocks = () => useLoad(blocksKey, () => desk.blocks({}))
