'use client'

import { type Editor, useEditorState } from '@tiptap/react'
import { useEffect, useState } from 'react'
import { scrollBehavior } from '@/app/_client/motion'
import { words } from '@/app/_words'

type Heading = { level: number; text: string; pos: number }

const headingsOf = ({ doc }: Editor['state']): Heading[] => {
  const headings: Heading[] = []
  doc.forEach((node, pos) => {
    const text = node.type.name === 'heading' ? node.textContent.trim() : ''
    if (text) headings.push({ level: node.attrs.level as number, text, pos })
  })
  return headings
}

const indents = ['', 'ps-3', 'ps-6', 'ps-9', 'ps-9', 'ps-9']

/** The document's headings beside it, where the window is wide enough; the one that's read is marked. */
export function Outline({ editor }: { editor: Editor }) {
  const headings = useEditorState({ editor, selector: ({ editor }) => headingsOf(editor.state) })
  const current = useCurrent(editor, headings)
  if (headings.length < 2) return null
  const top = Math.min(...headings.map(({ level }) => level))
  const go = ({ pos }: Heading) => {
    const element = editor.view.nodeDOM(pos)
    if (element instanceof HTMLElement) element.scrollIntoView({ block: 'start', behavior: scrollBehavior() })
    if (editor.isEditable)
      editor
        .chain()
        .setTextSelection(pos + 1)
        .focus(null, { scrollIntoView: false })
        .run()
  }
  return (
    <nav
      aria-label={words.outline.label}
      className="no-print fixed top-32 bottom-8 left-[max(1rem,calc(50vw-23rem-17rem))] w-56 overflow-y-auto max-xl:hidden"
    >
      <ul className="flex flex-col border-s border-line">
        {headings.map((heading, i) => (
          <li key={`${heading.pos} ${heading.text}`}>
            <button
              type="button"
              aria-current={i === current ? 'location' : undefined}
              onClick={() => go(heading)}
              className="-ms-px block min-h-6 w-full truncate border-s-2 border-transparent py-1 ps-3 text-start text-sm text-ink-soft hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            >
              <span className={indents[heading.level - top]}>{heading.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The last heading that was scrolled past (or the first). */
function useCurrent(editor: Editor, headings: Heading[]): number {
  const [current, setCurrent] = useState(0)
  useEffect(() => {
    let frame = 0
    const look = () => {
      const line = (document.querySelector('header')?.getBoundingClientRect().bottom ?? 0) + 60
      const isPast = ({ pos }: Heading) => {
        const element = editor.isDestroyed ? null : editor.view.nodeDOM(pos)
        return element instanceof HTMLElement && element.getBoundingClientRect().top <= line
      }
      setCurrent(Math.max(0, headings.findLastIndex(isPast)))
    }
    const later = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(look)
    }
    later()
    window.addEventListener('scroll', later, { passive: true })
    window.addEventListener('resize', later)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', later)
      window.removeEventListener('resize', later)
    }
  }, [editor, headings])
  return current
}
