import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { v7 as uuid } from 'uuid'

/** What the county has its doctors say again and again; invented after the public guidance on chronic diseases. */
const templates = [
  {
    title: '高血压低盐饮食',
    text: '每天用盐不超过 5 克，大约一个啤酒瓶盖。少吃咸菜、腊肉、酱料；买东西看看营养表里的“钠”。每天早晚量血压并记下来。',
  },
  {
    title: '高血压按时吃药',
    text: '血压正常了也不要自己停药、减药。忘了吃，当天想起来就补，第二天照常吃，不要一次吃双份。头晕、站不稳请坐下量血压，再联系我。',
  },
  {
    title: '糖尿病饮食',
    text: '主食每餐一个拳头大，粗细搭配；少喝粥和甜饮料；先吃菜，再吃肉，最后吃主食。吃饭定时定量，饭后一小时散步 30 分钟。',
  },
  {
    title: '低血糖怎么办',
    text: '心慌、手抖、出冷汗，马上吃 3 到 4 块方糖或半杯果汁，15 分钟后再测血糖。没有好转，或叫不醒，立刻打 120。',
  },
  {
    title: '慢阻肺日常',
    text: '一定不要吸烟，也躲开二手烟和柴火烟。吸入药每天按时用，用完漱口。天冷出门戴口罩，每年打流感疫苗。',
  },
  {
    title: '哪些情况马上去医院',
    text: '胸痛超过 15 分钟、半边手脚没力气、说话不清、喘不上气、大出血、叫不醒：不要等回复，马上打 120。',
  },
]

/** There is no page for them yet: whoever runs the system writes them. What is there is left as it is. */
export async function writeEducationTemplates(databaseUrl: string): Promise<void> {
  const connection = await createConnection(databaseUrl.replace(/^mariadb:/, 'mysql:'))
  try {
    const [known] = await connection.query<RowDataPacket[]>(
      'SELECT 1 FROM consultation_phrase WHERE doctor_id IS NULL LIMIT 1',
    )
    if (known.length) return
    await connection.query(
      'INSERT INTO consultation_phrase (phrase_id, doctor_id, kind, title, text, created_at) VALUES ?',
      [templates.map(({ title, text }) => [uuid(), null, 'education', title, text, new Date()])],
    )
  } finally {
    await connection.end()
  }
}
