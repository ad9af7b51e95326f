import { describe, expect, it } from 'vitest'
import { files, read } from './sources'

const rules = [...read('tests/SPEC.md').matchAll(/^\s*[-*]\s+\**([A-Z]{2}\d+)\b/gm)].map(match => match[1] ?? '')
const titles = files
  // A contract suite is run by the tests of each implementation.
  .filter(file => /^tests\/(contract\/.*|.*\.(test|spec))\.tsx?$/.test(file))
  .flatMap(file => [
    ...read(file).matchAll(/\b(?:it|test|describe)(?:\.\w+)*\s*(?:\([^'"`]*\)\s*)?\(\s*(['"`])(.*?)\1/gs),
  ])
  .map(match => match[2] ?? '')
const tested = titles.flatMap(title => [...title.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(match => match[1] ?? ''))

describe('tests/SPEC.md', () => {
  it('[HS8] has no rule without a test', () => {
    expect(rules.filter(rule => !tested.includes(rule))).toEqual([])
  })

  it('[HS8] knows every rule that a test names', () => {
    expect([...new Set(tested)].filter(rule => !rules.includes(rule))).toEqual([])
  })

  it('[HS8] numbers each rule once', () => {
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
  })
})
