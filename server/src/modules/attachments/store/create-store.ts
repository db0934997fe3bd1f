import type { Config } from '../../../config'
import { localFolder } from './local-folder'
import type { ObjectStore } from './object-store'
import { s3 } from './s3'

export const createObjectStore = (config: Config): ObjectStore => {
  const { ATTACHMENTS_URL: url, S3_REGION: region, S3_ACCESS_KEY = '', S3_SECRET_KEY = '' } = config
  return url.startsWith('file:')
    ? localFolder(url.slice('file:'.length))
    : s3({ url, region, accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY })
}
