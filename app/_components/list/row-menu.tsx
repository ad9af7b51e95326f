'use client'

import { ArchiveRestore, CopyPlus, ListX, PencilLine, Trash2 } from 'lucide-react'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'
import type { Trigger } from '../ui/on-demand'
import type { RowActions } from './use-row-actions'

/** What can be done to a document from the list, with the keys that do it as well. */
export function RowMenu({
  trigger,
  row,
  trashed,
  actions,
  onRename,
}: {
  trigger: Trigger
  row: DocumentRow
  trashed: boolean
  actions: RowActions
  onRename: () => void
}) {
  const { list, shortcuts: keys } = words
  return (
    <Menu trigger={trigger}>
      {trashed ? (
        <>
          <MenuItem icon={<ArchiveRestore />} onClick={() => actions.takeBack(row)}>
            {list.takeBack}
          </MenuItem>
          <MenuItem danger icon={<Trash2 />} keys={keys.delete} onClick={() => actions.askToDelete(row)}>
            {list.deleteForever}
          </MenuItem>
        </>
      ) : (
        <>
          {row.role !== 'viewer' && (
            <MenuItem icon={<PencilLine />} keys={keys.rename} onClick={onRename}>
              {list.rename}
            </MenuItem>
          )}
          <MenuItem icon={<CopyPlus />} onClick={() => void actions.duplicate(row)}>
            {list.duplicate}
          </MenuItem>
          <MenuSeparator />
          {row.role === 'owner' ? (
            <MenuItem icon={<Trash2 />} keys={keys.delete} onClick={() => actions.trash(row)}>
              {list.moveToTrash}
            </MenuItem>
          ) : (
            <MenuItem icon={<ListX />} keys={keys.delete} onClick={() => actions.remove(row)}>
              {list.remove}
            </MenuItem>
          )}
        </>
      )}
    </Menu>
  )
}
