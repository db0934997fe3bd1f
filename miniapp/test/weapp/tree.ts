/** The data tree that Taro hands to WXML: what a person sees on a page of the built mini-program. */
export interface Node {
  sid?: string
  uid?: string
  /** Number of the template in base.wxml. */
  nn: string
  cn?: Node[]
  /** Text of a text node; value of an input. */
  v?: string
  /** Class, style. */
  cl?: string
  st?: string
  [property: string]: unknown
}

/** Visits every node with the way to it, root first. */
export const walk = (nodes: Node[], visit: (node: Node, way: Node[]) => void, way: Node[] = []): void =>
  nodes.forEach(node => {
    visit(node, way)
    walk(node.cn ?? [], visit, [...way, node])
  })

export const textOf = (node: Node): string => (node.v ?? '') + (node.cn ?? []).map(textOf).join('')

/** All words on the page, one text node a line. */
export const wordsOf = (nodes: Node[]): string => {
  const words: string[] = []
  walk(nodes, node => node.v !== undefined && words.push(node.v))
  return words.join('\n')
}

/** The ways from the root to the deepest nodes that say exactly this; failing that, to those that hold these words. */
export const waysTo = (nodes: Node[], words: string): Node[][] => {
  const ways: Node[][] = []
  walk(nodes, (node, way) => {
    const below = (node.cn ?? []).some(child => textOf(child).includes(words))
    if (!below && textOf(node).includes(words)) ways.push([...way, node])
  })
  const exact = ways.filter(way => textOf(way.at(-1) as Node).trim() === words)
  return exact.length ? exact : ways
}

export interface Size {
  nodes: number
  depth: number
  children: number
}
/** What WeChat's own audit counts: nodes ≤ 500 (its limit 1000), depth < 20, children ≤ 30 (its limit 60). */
export const sizeOf = (nodes: Node[]): Size => {
  const size = { nodes: 0, depth: 0, children: nodes.length }
  walk(nodes, (node, way) => {
    size.nodes += 1
    size.depth = Math.max(size.depth, way.length + 1)
    size.children = Math.max(size.children, node.cn?.length ?? 0)
  })
  return size
}
