import { asProblem } from '../../api/send'
import { giveFile } from '../../platform/phone'
import { say } from '../../ui/overlays'

const bom = '\ufeff'

/** Hands a list to somebody at work for Excel, which needs the mark at the beginning to read Chinese. */
export const giveList = async (name: string, load: () => Promise<string>, downloaded: string): Promise<void> => {
  try {
    const csv = await load()
    const given = await giveFile(name, 'text/csv', csv.startsWith(bom) ? csv : bom + csv)
    say({ file: downloaded, clipboard: '已复制，到电脑上粘贴', failed: '没有成功，请再试一次' }[given])
  } catch (error) {
    say(asProblem(error).message)
  }
}
