import { describe, expect, it } from 'vitest'
import { read } from './sources'

type Package = { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }
const packages: Record<string, Package> = JSON.parse(read('package-lock.json')).packages
const installed = Object.entries(packages).filter(([place]) => place !== '')
const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Where Node would look for `name` from `place`: beside it, then in each folder above. */
function isFound(name: string, place: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

describe('the lockfile', () => {
  it('[HS1] holds every optional package, for every system', () => {
    const missing = installed.flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter(name => !isFound(name, place))
        .map(name => `${name}, wanted by ${place}`),
    )
    expect(missing).toEqual([])
  })

  it('[HS2] names no registry', () => {
    const addressed = installed.filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith('file:'))
    expect(addressed.map(([place]) => place)).toEqual([])
  })

  it('[HS3] has one version of all Tiptap packages', () => {
    const versions = new Set(
      installed.filter(([place]) => nameOf(place).startsWith('@tiptap/')).map(([, { version }]) => version),
    )
    expect([...versions]).toHaveLength(1)
  })

  it('[HS4] has a Next without known holes', () => {
    const [major = 0, minor = 0, patch = 0] = (packages['node_modules/next']?.version ?? '').split('.').map(Number)
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(16_002_006)
  })
})
