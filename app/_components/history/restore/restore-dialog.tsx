'use client'

import { Dialog } from '@base-ui/react/dialog'
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { useDeferredValue, useMemo, useState } from 'react'
import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import { type Part, sectionsOf, withPart } from '@/lib/document/restore-part'
import { cutText } from '@/lib/document/text'
import type { Frame } from '@/lib/history/frame'
import type { Author } from '@/lib/protocol/people'
import { Button } from '../../ui/button'
import { backdropClass, wideDialogClass } from '../../ui/confirm'
import { who } from '../describe'
import { bringIn } from './bring-in'
import { type Choice, ChoiceItem, SectionField } from './choices'
import { Preview } from './preview'

/** What somebody looks at while they ask for it to be restored. */
export type Looked = {
  frame: Frame
  /** What's selected in it, if anything. */
  selection: Part | null
  /** What's nearest to where one looks. */
  position: number
}

const shownWords = 160

/** Asks what of a revision is to be restored, and shows what that would change. */
export function RestoreDialog({
  looked,
  authors,
  documentId,
  editor,
  onWhole,
  onCopy,
  onPart,
  onClose,
}: {
  looked: Looked
  authors: ReadonlyMap<string, Author>
  documentId: string
  /** The present, in which others may write meanwhile. */
  editor: Editor
  onWhole: () => void
  onCopy: () => void
  onPart: (text: string) => void
  onClose: () => void
}) {
  const { frame, selection, position } = looked
  const { doc: then, revision } = frame
  const sections = useMemo(() => sectionsOf(then), [then])
  const [choice, setChoice] = useState<Choice>(selection ? 'selection' : 'whole')
  const [index, setIndex] = useState(() => nearest(sections, position))
  const now = useDeferredValue(editor.state.doc)
  const part = choice === 'selection' ? selection : choice === 'section' ? (sections[index] ?? null) : null
  const after = useMemo(() => (part ? withPart(now, then, part).doc : then), [now, then, part])
  const hasHeadings = sections.some(({ level }) => level > 0)
  const { bringing } = words
  const restore = () => {
    onClose()
    if (choice === 'whole') return onWhole()
    if (choice === 'copy') return onCopy()
    if (part && restorePart(editor, then, part, { documentId, revision }))
      onPart(choice === 'section' ? bringing.restoredSection(revision) : bringing.restoredPart(revision))
  }
  const choose = { chosen: choice, onChoose: setChoice }
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className={wideDialogClass}>
          <Dialog.Title className="text-lg font-semibold">{bringing.title(revision)}</Dialog.Title>
          <fieldset className="mt-3 shrink-0">
            <legend className="sr-only">{bringing.whatLabel}</legend>
            <ChoiceItem
              {...choose}
              choice="whole"
              label={bringing.whole}
              hint={bringing.wholeHint(who(frame, authors), moment(frame.recordedAt))}
            />
            <ChoiceItem
              {...choose}
              choice="section"
              label={hasHeadings ? bringing.section : bringing.block}
              hint={hasHeadings ? bringing.sectionHint : bringing.blockHint}
            >
              <SectionField sections={sections} index={index} onIndex={setIndex} />
            </ChoiceItem>
            {selection && (
              <ChoiceItem
                {...choose}
                choice="selection"
                label={bringing.selection}
                hint={bringing.selected(quoted(then, selection))}
              />
            )}
            <ChoiceItem {...choose} choice="copy" label={bringing.copy} hint={bringing.copyHint} />
          </fieldset>
          {choice !== 'copy' && <Preview before={now} after={after} />}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Dialog.Close render={<Button look="framed">{words.app.cancel}</Button>} />
            <Button look="primary" disabled={part !== null && after.eq(now)} onClick={restore}>
              {choice === 'copy' ? bringing.confirmCopy : bringing.confirm}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function restorePart(editor: Editor, then: Node, part: Part, of: { documentId: string; revision: number }): boolean {
  // Others may have written since the preview was drawn.
  const now = editor.state.doc
  const restored = withPart(now, then, part)
  const source = { ...of, from: restored.part.from, to: restored.part.to }
  return bringIn(editor, now, restored.doc, { origin: 'restored', source }, restored.place)
}

function nearest(sections: readonly Part[], position: number): number {
  return Math.max(
    0,
    sections.findLastIndex(({ from, to }) => from <= position && position < to),
  )
}

function quoted(doc: Node, { from, to }: Part): string {
  const text = doc.textBetween(from, to, ' ').trim()
  return text.length > shownWords ? `${cutText(text, shownWords)}…` : text
}
