import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, sources } from './sources'

const IMPORTS = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g

/** Our own files that `file` imports, as paths from the checkout; packages are none of this test's business. */
function ownImports(file: string, text: string): string[] {
  return [...text.matchAll(IMPORTS)]
    .map(match => match[2] ?? '')
    .filter(target => target.startsWith('.') || target.startsWith('@/'))
    .map(target => (target.startsWith('@/') ? target.slice(2) : path.posix.join(path.posix.dirname(file), target)))
}

/** What each room may import of ours, besides itself. The first room that a file is in counts. */
const ROOMS: [room: string, allowed: string[]][] = [
  ['lib/document/', []],
  ['lib/', ['lib/']],
  ['server/launch/', []],
  ['server/', ['lib/', 'server/', 'prisma/generated/']],
  ['app/', ['app/', 'lib/', 'server/queries']],
]

function trespasses(file: string, text: string): string[] {
  const room = ROOMS.find(([prefix]) => file.startsWith(prefix))
  if (!room) return []
  const [own, allowed] = room
  return ownImports(file, text)
    .filter(target => ![own, ...allowed].some(prefix => target.startsWith(prefix)))
    .map(target => `${file} imports ${target}`)
}

const READS_ENVIRONMENT =
  /\bprocess\.env\b|\bprocess\[['"]env|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](?:node:)?process['"]/
const MAY_READ_ENVIRONMENT =
  /^(tests\/|server\/launch\/|server\/env\.ts$|next\.config\.js$|prisma\.config\.ts$|vitest\.config\.ts$)/

describe('imports', () => {
  it('[HS5] go one way', () => {
    expect(sources.flatMap(file => trespasses(file, read(file)))).toEqual([])
  })

  it('[HS5] are seen in all their forms', () => {
    const text = `import a from '../replica/x'\nimport '../../server/y'\nexport { b } from "@/app/z"\nawait import('../w')`
    expect(trespasses('lib/document/schema.ts', text)).toEqual([
      'lib/document/schema.ts imports lib/replica/x',
      'lib/document/schema.ts imports server/y',
      'lib/document/schema.ts imports app/z',
      'lib/document/schema.ts imports lib/w',
    ])
    expect(trespasses('app/page.tsx', `import { q } from '@/server/queries/list'`)).toEqual([])
    expect(trespasses('app/page.tsx', `import { w } from '@/server/writer'`)).toHaveLength(1)
  })

  it('[HS6] of the environment happen in one room', () => {
    // The wiring hands the environment over to that room, and a browser's bundle has NODE_ENV written into it.
    const allowed = /(?:readEnv|publishDatabaseUrl)\(process\.env\b|process\.env\.NODE_ENV\b/g
    const readers = sources.filter(file => !MAY_READ_ENVIRONMENT.test(file))
    const beyond = readers.filter(file => READS_ENVIRONMENT.test(read(file).replaceAll(allowed, '')))
    expect(beyond).toEqual([])
  })
})
