import type { CommandType } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import type { Role } from '@/lib/protocol/people'

const everybodyWhoWrites: readonly Role[] = ['owner', 'editor']
const ownerAlone: readonly Role[] = ['owner']

/** Who may send which command: the only place where rights are said. */
const allowed: Record<CommandType, readonly Role[]> = {
  EditContent: everybodyWhoWrites,
  RenameDocument: everybodyWhoWrites,
  NameVersion: everybodyWhoWrites,
  RestoreRevision: everybodyWhoWrites,
  TrashDocument: ownerAlone,
  UntrashDocument: ownerAlone,
  DeleteDocument: ownerAlone,
}

/**
 * What somebody is in a document. Until sharing comes, knowing the unguessable address makes an editor; a document in
 * quarantine has only viewers.
 */
export function roleOf(document: Pick<Document, 'ownerId'> & { quarantinedFrom?: number }, authorId: string): Role {
  if (document.quarantinedFrom !== undefined) return 'viewer'
  return document.ownerId === authorId ? 'owner' : 'editor'
}

/** May somebody of this role send a command of this type? */
export function policy(role: Role, command: CommandType): boolean {
  return allowed[command].includes(role)
}
