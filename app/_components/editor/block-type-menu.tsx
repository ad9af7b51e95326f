'use client'

import { Menu } from '@base-ui/react/menu'
import { Toolbar as Bar } from '@base-ui/react/toolbar'
import { type Editor, useEditorState } from '@tiptap/react'
import { Check, ChevronDown } from 'lucide-react'
import { words } from '@/app/_words'
import { buttonClass } from '../ui/button'
import { menuItemClass, popupClass, positionerClass } from '../ui/popup'

const levels = [1, 2, 3, 4, 5, 6] as const

/** Text or a heading, and of which level. */
export function BlockTypeMenu({ editor }: { editor: Editor }) {
  const current = useEditorState({
    editor,
    selector: ({ editor }) => levels.find(level => editor.isActive('heading', { level })) ?? 0,
  })
  const choose = (level: number) => {
    const chain = editor.chain().focus()
    const heading = levels.find(known => known === level)
    if (heading) chain.setHeading({ level: heading }).run()
    else chain.setParagraph().run()
  }
  const label = current ? words.editor.heading(current) : words.editor.paragraph
  return (
    <Menu.Root modal={false}>
      <Bar.Button
        render={<Menu.Trigger />}
        aria-label={`${words.editor.blockType}: ${label}`}
        className={buttonClass('plain', 'min-w-28 justify-between! px-2!')}
      >
        {label}
        <ChevronDown aria-hidden />
      </Bar.Button>
      <Menu.Portal>
        <Menu.Positioner className={positionerClass} sideOffset={6} align="start">
          <Menu.Popup className={`${popupClass} min-w-44 p-1`} finalFocus={() => editor.view.dom}>
            <Menu.RadioGroup value={current} onValueChange={choose}>
              {[0, ...levels].map(level => (
                <Menu.RadioItem key={level} value={level} closeOnClick className={menuItemClass}>
                  <span className="flex-1">{level ? words.editor.heading(level) : words.editor.paragraph}</span>
                  <Menu.RadioItemIndicator>
                    <Check aria-hidden />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
