'use client'

import { Menu } from '@base-ui/react/menu'
import { Toolbar as Bar } from '@base-ui/react/toolbar'
import { type Editor, useEditorState } from '@tiptap/react'
import { Ellipsis, Table as TableIcon } from 'lucide-react'
import { words } from '@/app/_words'
import { iconButtonClass } from '../ui/button'
import { menuItemClass, popupClass, positionerClass } from '../ui/popup'
import { tableActions } from './toolbar-items'

/** Inserts a table; inside of one, changes it. */
export function TableMenu({
  editor,
  label = words.editor.table,
  icon = 'table',
}: {
  editor: Editor
  label?: string
  icon?: 'table' | 'more'
}) {
  const inTable = useEditorState({ editor, selector: ({ editor }) => editor.isActive('table') })
  const insert = () => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()
  const actions = inTable ? tableActions : [{ label: words.editor.insertTable, run: insert }]
  return (
    <Menu.Root modal={false}>
      <Bar.Button render={<Menu.Trigger />} aria-label={label} title={label} className={iconButtonClass}>
        {icon === 'table' ? <TableIcon /> : <Ellipsis />}
      </Bar.Button>
      <Menu.Portal>
        <Menu.Positioner className={positionerClass} sideOffset={6} align="start">
          <Menu.Popup className={`${popupClass} min-w-44 p-1`} finalFocus={() => editor.view.dom}>
            {actions.map(({ label, run }) => (
              <Menu.Item key={label} className={menuItemClass} onClick={() => run(editor)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
