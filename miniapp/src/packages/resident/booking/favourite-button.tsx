import { directory } from '../../../api/directory'
import { useAct } from '../../../api/use-act'
import { Button } from '../../../ui/button'
import { say } from '../../../ui/overlays'

/** Remembers a doctor or forgets them; says what it did, or why it could not. */
export const FavouriteButton = ({ doctorId, favourite }: { doctorId: string; favourite: boolean }) => {
  const { act, busy } = useAct(
    'favourite',
    (input: { doctorId: string; keep: boolean }, idempotencyKey) => {
      const call = { params: { doctorId: input.doctorId }, idempotencyKey }
      return input.keep ? directory.addFavourite(call) : directory.removeFavourite(call)
    },
    {
      changes: [['doctor', doctorId], ['favourites'], ['availability']],
      refused: problem => {
        say(problem.message)
        return true
      },
    },
  )
  const toggle = async () => {
    const keep = !favourite
    if ((await act({ doctorId, keep })) !== null) say(keep ? '收藏好了，首页“收藏的医生”里能找到' : '已不再收藏')
  }
  return (
    <Button small icon="favourite" busy={busy} onTap={() => void toggle()}>
      {favourite ? '已收藏' : '收藏'}
    </Button>
  )
}
