import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mutants } from '../mutants/mutants'
import { read } from './sources'

it('[HS9] what mutants break stands once where they look for it, and the tests that have to notice exist', () => {
  for (const { name, edits, killers } of mutants) {
    for (const { file, find } of edits) expect([name, file, read(file).split(find).length - 1]).toEqual([name, file, 1])
    for (const { file, title } of killers) {
      const shared = file.replace('tests/integration/', 'tests/contract/').replace('.test.ts', '.ts')
      const texts = [file, shared].filter(path => existsSync(path)).map(read)
      expect([title, texts.some(text => text.includes(title))]).toEqual([title, true])
    }
  }
})
