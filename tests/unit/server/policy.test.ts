import { describe, expect, it } from 'vitest'
import { type CommandType, command } from '@/lib/document/commands'
import type { Role } from '@/lib/protocol/people'
import { policy, roleOf } from '@/server/policy'

const table: Record<CommandType, Role[]> = {
  EditContent: ['owner', 'editor'],
  RenameDocument: ['owner', 'editor'],
  NameVersion: ['owner', 'editor'],
  RestoreRevision: ['owner', 'editor'],
  TrashDocument: ['owner'],
  UntrashDocument: ['owner'],
  DeleteDocument: ['owner'],
}
const roles: Role[] = ['owner', 'editor', 'viewer']
const types = command.options.map(option => option.shape.type.value)

describe('policy', () => {
  it('[PO1] is said here for every command there is', () => {
    expect(Object.keys(table).sort()).toEqual([...types].sort())
  })

  it.each(types.flatMap(type => roles.map(role => ({ role, type, may: table[type].includes(role) }))))(
    '[PO1] $role, $type: $may',
    ({ role, type, may }) => {
      expect(policy(role, type)).toBe(may)
    },
  )

  it('[PO2] whoever made a document is its owner, whoever knows its address an editor', () => {
    const document = { ownerId: 'a' }
    expect(roleOf(document, 'a')).toBe('owner')
    expect(roleOf(document, 'b')).toBe('editor')
    expect(roleOf(document, '')).toBe('editor')
  })
})
