import './payments.css'
import { Canvas, Text, View } from '@tarojs/components'
import { payments } from '../../../api/payments'
import { useLoad } from '../../../api/use-load'
import { replace, useParams } from '../../../navigation'
import { openPermissions, pictureCanvasId, savePicture, type Saved } from '../../../platform/picture'
import { routes } from '../../../routes'
import { Button } from '../../../ui/button'
import { Facts } from '../../../ui/card'
import { confirm, say } from '../../../ui/overlays'
import { Page } from '../../../ui/page'
import { EmptyState, Loading } from '../../../ui/states'
import { moneyWords } from '../../../ui/words'
import { drawPaper, linesOf, paperHeight, paperWidth, type Receipt } from './paper'

const savedWords: Record<Exclude<Saved, 'denied'>, string> = {
  album: '存到相册里了',
  file: '图片下载好了',
  failed: '没有存成，可以截屏留着',
}

const save = async (receipt: Receipt): Promise<void> => {
  const [width, height] = [paperWidth, paperHeight(receipt)]
  const saved = await savePicture({ name: `收据 ${receipt.outTradeNo}`, width, height, draw: drawPaper(receipt) })
  if (saved !== 'denied') return say(savedWords[saved])
  const open = await confirm({
    title: '要让微信存到相册里吗？',
    words: '这台手机上没有允许存图片。点“去打开”，把“添加到相册”打开，回来再存一次。',
    yes: '去打开',
    no: '不存了',
  })
  if (open) await openPermissions()
}

const Paper = ({ receipt }: { receipt: Receipt }) => (
  <View className="card paper">
    <Text className="paper-title">收据</Text>
    <Facts facts={linesOf(receipt)} />
    <View className="paper-sum">
      <View className="big number">{`合计 ${moneyWords(receipt.amount)}`}</View>
      <View>{`大写 ${receipt.amountInWords}`}</View>
    </View>
    <Text className="quiet small">这是缴费凭据。要电子票据，请到窗口开。</Text>
  </View>
)

/** 收据: a page, and the same as a picture to keep. */
export default function ReceiptPage() {
  const { orderId = '' } = useParams()
  const loaded = useLoad(['receipt', orderId], () => payments.receipt({ params: { orderId } }), { keep: true })
  const receipt = loaded.data
  const none = !receipt && ['not_found', 'order_not_paid', 'validation_failed'].includes(loaded.problem?.code ?? '')
  return (
    <Page
      title="收据"
      shows={[loaded]}
      foot={
        receipt ? (
          <Button kind="main" icon="download" onTap={() => void save(receipt)}>
            保存成图片
          </Button>
        ) : null
      }
    >
      {none ? (
        <EmptyState
          icon="ticket"
          title="还没有收据"
          words="付了款才有收据。"
          doors={[{ words: '看缴费记录', onTap: () => replace(routes.orders) }]}
        />
      ) : (
        <Loading of={loaded}>{found => <Paper receipt={found} />}</Loading>
      )}
      {process.env.TARO_ENV === 'weapp' ? (
        <Canvas type="2d" id={pictureCanvasId} canvasId={pictureCanvasId} className="paper-canvas" />
      ) : null}
    </Page>
  )
}
