/** How private values are shown: 王*, 9900**********0019, 199****0001. */
export const maskName = (name: string): string =>
  name.length < 2 ? name : `${[...name][0]}${'*'.repeat(Math.min([...name].length - 1, 2))}`
export const maskIdentityNumber = (n: string): string =>
  `${n.slice(0, 4)}${'*'.repeat(Math.max(n.length - 8, 0))}${n.slice(-4)}`
export const maskPhone = (p: string): string => `${p.slice(0, 3)}****${p.slice(-4)}`
export const maskCardNumber = (n: string): string => `${'*'.repeat(Math.max(n.length - 4, 0))}${n.slice(-4)}`
