'use client'

import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useState } from 'react'
import { changeMe } from '@/app/_client/api'
import { words } from '@/app/_words'
import type { Author, Color } from '@/lib/protocol/people'
import { Button } from '../ui/button'
import type { Trigger } from '../ui/on-demand'
import { fieldClass, popupClass, positionerClass } from '../ui/popup'
import { ThemeChoice } from './theme-choice'

/** A button (`trigger`) that opens one's own name and colour to be changed. */
export function ProfilePopover({
  me,
  trigger,
  onChanged,
}: {
  me: Author
  trigger: Trigger
  onChanged?: (me: Author) => void
}) {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className={positionerClass} sideOffset={6} align="end">
          <Popover.Popup className={`${popupClass} w-72 p-4`}>
            <Popover.Title className="mb-3 text-sm font-semibold">{words.people.profile}</Popover.Title>
            <ProfileForm
              me={me}
              onSaved={author => {
                setOpen(false)
                onChanged?.(author)
              }}
            />
            <div className="mt-4 border-t border-line pt-3">
              <ThemeChoice />
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

// From the words and not from the protocol, whose schemas would come along.
const colors = Object.keys(words.people.colors) as Color[]

function ProfileForm({ me, onSaved }: { me: Author; onSaved: (me: Author) => void }) {
  const [color, setColor] = useState(me.color)
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    const result = await changeMe({ ...(name && { name }), color })
    if (result.ok) onSaved(result.value)
    else setFailure(result.failure.message)
  }
  return (
    <form onSubmit={event => void submit(event)} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1 text-sm">
        {words.people.name}
        <input name="name" defaultValue={me.name} maxLength={60} autoComplete="nickname" className={fieldClass} />
      </label>
      <fieldset>
        <legend className="mb-1 text-sm">{words.people.color}</legend>
        <div className="grid grid-cols-6 gap-1.5">
          {colors.map(name => (
            <ColorChoice key={name} name={name} chosen={color === name} onChoose={setColor} />
          ))}
        </div>
      </fieldset>
      {failure && (
        <p role="alert" className="text-sm text-danger">
          {failure}
        </p>
      )}
      <Button look="primary" type="submit">
        {words.people.save}
      </Button>
    </form>
  )
}

function ColorChoice({ name, chosen, onChoose }: { name: Color; chosen: boolean; onChoose: (name: Color) => void }) {
  return (
    <label
      data-color={name}
      title={words.people.colors[name]}
      className="relative flex size-9 items-center justify-center rounded-full bg-(--author-color) has-checked:outline-2 has-checked:outline-offset-2 has-checked:outline-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
    >
      <input
        type="radio"
        name="color"
        value={name}
        checked={chosen}
        aria-label={words.people.colors[name]}
        onChange={() => onChoose(name)}
        className="absolute inset-0 size-full opacity-0"
      />
      {chosen && (
        <span aria-hidden className="text-(--on-author)">
          ✓
        </span>
      )}
    </label>
  )
}
