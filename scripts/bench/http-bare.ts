/** The yardstick of the HTTP layer: bare node:http that reads and answers JSON. */
import { createServer } from 'node:http'

createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (part: string) => (text += part))
  request.on('end', () => {
    const body = text ? (JSON.parse(text) as { name: string; items: number[] }) : { name: '', items: [] }
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ greeting: body.name, sum: body.items.reduce((a, b) => a + b, 0), items: body.items }))
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
