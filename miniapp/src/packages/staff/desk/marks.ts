import type { ViewProps } from '@tarojs/components'

/** Roles of a table for screen readers; a mini-program has its own accessibility and needs none of them. */
export const marks = (
  role: 'table' | 'rowgroup' | 'row' | 'cell' | 'columnheader',
  more: object = {},
): Partial<ViewProps> => (process.env.TARO_ENV === 'h5' ? ({ role, ...more } as Partial<ViewProps>) : {})
