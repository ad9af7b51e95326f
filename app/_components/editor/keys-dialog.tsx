'use client'

import { Dialog } from '@base-ui/react/dialog'
import { Fragment, type ReactNode } from 'react'
import { words } from '@/app/_words'
import { Button } from '../ui/button'
import { backdropClass, dialogClass } from '../ui/confirm'
import { signs } from './keys'
import { type KeyEntry, type KeyGroup, keyGroups, typedGroup } from './keys-list'

const keyClass = 'rounded-sm border border-line bg-desk px-1.5 py-0.5 font-sans text-xs whitespace-nowrap'

/** All keys, and all that can be typed instead of them; or only those of some groups. */
export default function KeysDialog({
  groups,
  onClose,
  finalFocus,
}: {
  groups?: KeyGroup[]
  onClose: () => void
  finalFocus: () => HTMLElement | null
}) {
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup
          finalFocus={finalFocus}
          className={`${dialogClass} flex max-h-[calc(100dvh-2rem)] w-[min(56rem,calc(100vw-2rem))]! flex-col p-0!`}
        >
          <div className="flex items-center justify-between gap-4 border-b border-line py-2 ps-5 pe-2">
            <Dialog.Title className="text-lg font-semibold">{words.keys.title}</Dialog.Title>
            <Dialog.Close render={<Button>{words.app.close}</Button>} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must do so by keys as well */}
          <div tabIndex={0} className="gap-10 overflow-y-auto px-5 py-4 sm:columns-2 lg:columns-3">
            {(groups ?? keyGroups).map(({ label, entries }) => (
              <Group key={label} label={label}>
                {entries.map(entry => (
                  <Entry key={entry.label} {...entry} />
                ))}
              </Group>
            ))}
            {!groups && (
              <Group label={words.keys.groups.typed} hint={words.keys.typedHint}>
                {typedGroup.map(({ typed, label }) => (
                  <Row key={typed} label={label}>
                    <kbd className={`${keyClass} font-mono!`}>{typed}</kbd>
                  </Row>
                ))}
              </Group>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Group({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <section className="mb-6 break-inside-avoid">
      <h3 className="mb-1 text-sm font-semibold">{label}</h3>
      {hint && <p className="mb-1 text-xs text-ink-soft">{hint}</p>}
      <dl>{children}</dl>
    </section>
  )
}

function Entry({ label, keys, each: apart }: KeyEntry) {
  return (
    <Row label={label}>
      {keys.map((each, i) => (
        <Fragment key={each}>
          {i > 0 && <span className="px-1 text-xs text-ink-soft">{apart ? words.keys.each : words.keys.or}</span>}
          <kbd className={keyClass}>{signs(each).join(' ')}</kbd>
        </Fragment>
      ))}
    </Row>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3 py-1 text-sm">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="shrink-0">{children}</dd>
    </div>
  )
}
