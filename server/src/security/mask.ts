/** How private values are shown: 王*, 9900**********0019, 199****0001. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = [...name]
  return rest.length ? first + '*'.repeat(Math.min(rest.length, 2)) : '*'
}
/** What is too short to show its ends is hidden whole. */
const middle = (text: string, ahead: number, behind: number, stars: number): string =>
  text.length <= ahead + behind
    ? '*'.repeat(text.length)
    : text.slice(0, ahead) + '*'.repeat(stars) + text.slice(text.length - behind)
export const maskIdentityNumber = (n: string): string => middle(n, 4, 4, n.length - 8)
export const maskPhone = (p: string): string => middle(p, 3, 4, 4)
export const maskCardNumber = (n: string): string => middle(n, 0, 4, n.length - 4)
/** 云溪县青石镇***: tells two people's apart, not where they live. */
export const maskAddress = (address: string): string => `${[...address].slice(0, 6).join('')}***`
