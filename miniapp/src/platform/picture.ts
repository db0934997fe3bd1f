import Taro from '@tarojs/taro'
import { giveBlob } from './phone'

/** What both engines' canvases can do, as far as we draw. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  'fillStyle' | 'font' | 'textAlign' | 'textBaseline' | 'fillRect' | 'fillText' | 'measureText' | 'scale'
>
export interface Picture {
  /** File name without its ending. */
  name: string
  /** Px; drawn at double size, for a sharp print. */
  width: number
  height: number
  draw: (pen: Pen) => void
}
/** `denied`: WeChat was told not to let us into the album; only its own settings undo that. */
export type Saved = 'album' | 'file' | 'denied' | 'failed'

const sharpness = 2
/** Of the canvas that a WeChat page holds for it (`<Canvas type="2d">`). */
export const pictureCanvasId = 'picture'

interface Board {
  width: number
  height: number
  getContext: (kind: '2d') => unknown
}
const drawOn = (board: Board, { width, height, draw }: Picture): void => {
  board.width = width * sharpness
  board.height = height * sharpness
  const pen = board.getContext('2d') as Pen
  pen.scale(sharpness, sharpness)
  draw(pen)
}

const boardOfPage = (): Promise<Board | null> =>
  new Promise(resolve => {
    Taro.createSelectorQuery()
      .select(`#${pictureCanvasId}`)
      .fields({ node: true }, found => resolve((found as { node?: Board } | null)?.node ?? null))
      .exec()
  })

const intoAlbum = async (picture: Picture): Promise<Saved> => {
  try {
    const board = await boardOfPage()
    if (!board) return 'failed'
    drawOn(board, picture)
    const { tempFilePath } = await Taro.canvasToTempFilePath({
      canvas: board as unknown as Taro.Canvas,
      fileType: 'png',
    })
    await Taro.saveImageToPhotosAlbum({ filePath: tempFilePath })
    return 'album'
  } catch (error) {
    return /auth/.test((error as { errMsg?: string }).errMsg ?? '') ? 'denied' : 'failed'
  }
}

/** Draws a picture and gives it to the person: into the phone's album in WeChat, as a file in a browser. */
export const savePicture = async (picture: Picture): Promise<Saved> => {
  if (process.env.TARO_ENV === 'weapp') return intoAlbum(picture)
  const board = document.createElement('canvas')
  drawOn(board, picture)
  const blob = await new Promise<Blob | null>(resolve => board.toBlob(resolve, 'image/png'))
  if (!blob) return 'failed'
  giveBlob(`${picture.name}.png`, blob)
  return 'file'
}

/** WeChat's own settings, where the album is allowed again. */
export const openPermissions = async (): Promise<void> => {
  if (process.env.TARO_ENV === 'weapp') await Taro.openSetting().catch(() => undefined)
}
