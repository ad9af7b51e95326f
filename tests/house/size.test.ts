import { expect, it } from 'vitest'
import { read, sources } from './sources'

const CEILING = 300

it('[HS7] no source file has more than 300 lines', () => {
  const long = sources
    .map(file => ({ file, lines: read(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > CEILING)
  expect(long).toEqual([])
})
