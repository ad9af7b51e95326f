import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { words } from '@/app/_words'
import { colors } from '@/lib/protocol/people'

/** The values of custom properties in a style sheet: [light, dark], as `light-dark()` has them. */
function themes(...files: string[]): [Map<string, string>, Map<string, string>] {
  const css = files.map(file => readFileSync(file, 'utf8')).join('\n')
  const found = [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/gi)]
  return [
    new Map(found.map(([, name, light]) => [name!, light!])),
    new Map(found.map(([, name, , dark]) => [name!, dark!])),
  ]
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light! + 0.05) / (dark! + 0.05)
}

/** A colour laid thinly over another one. */
function blended(over: string, under: string, share: number): string {
  const channel = (at: number) => {
    const [a, b] = [over, under].map(hex => Number.parseInt(hex.slice(at, at + 2), 16))
    return Math.round(a! * share + b! * (1 - share))
  }
  return `#${[1, 3, 5].map(at => channel(at).toString(16).padStart(2, '0')).join('')}`
}

describe('colours', () => {
  const pairs = themes('app/styles/tokens.css', 'app/styles/palette.css').flatMap((theme, index) => {
    const name = index === 0 ? 'light' : 'dark'
    const value = (token: string) => theme.get(token) ?? ''
    const authors = colors.flatMap(color => [
      ...['paper', 'desk', 'raised', 'past'].map(ground => [`author-${color}`, ground] as const),
      ['on-author', `author-${color}`] as const,
    ])
    const texts = ['ink', 'ink-soft', 'accent', 'danger'].flatMap(ink =>
      ['paper', 'desk', 'raised', 'hover'].map(ground => [ink, ground] as const),
    )
    const more = [
      ['past-ink', 'past'],
      ['on-accent', 'accent'],
      ['on-danger', 'danger'],
      ['ink', 'hit'],
    ] as const
    return [...authors, ...texts, ...more].map(([ink, ground]) => ({
      pair: `${name}: ${ink} on ${ground}`,
      ratio: contrast(value(ink), value(ground)),
    }))
  })

  it('[UI7] all have a name to choose them by', () => {
    expect(Object.keys(words.people.colors)).toEqual([...colors])
  })

  it('[UI7] of authors and texts have a contrast of 4.5:1 or more in both themes', () => {
    expect(pairs.filter(({ ratio }) => !(ratio >= 4.5))).toEqual([])
  })

  it('[WW2] [CM3] stay readable where what somebody wrote, or took, is tinted', () => {
    const tints = [
      ...colors.flatMap(color => ['ink', 'accent'].map(ink => [ink, `author-${color}`, 'wrote'] as const)),
      ['ink-soft', 'danger', 'went'] as const,
    ]
    const css = readFileSync('app/styles/past.css', 'utf8')
    const ratios = themes('app/styles/tokens.css', 'app/styles/palette.css').flatMap(theme =>
      tints.map(([ink, tint, rule]) => {
        const share = new RegExp(`\\.${rule} \\{[^}]*?color-mix\\(in srgb, var\\([^)]*\\) (\\d+)%`).exec(css)?.[1]
        const ground = blended(theme.get(tint)!, theme.get('paper')!, Number(share) / 100)
        return { pair: `${ink} on ${tint}`, ratio: contrast(theme.get(ink)!, ground) }
      }),
    )
    expect(ratios.filter(({ ratio }) => !(ratio >= 4.5))).toEqual([])
  })
})
