import type { Editor } from '@tiptap/core'
import { useSyncExternalStore } from 'react'

/** What's open around the text, and how the writer likes it. */
export type SurfaceState = {
  /** One at a time: the link's dialog, the bar of find and replace, the dialog of keys. */
  open: 'link' | 'find' | 'keys' | null
  /** Whether the toolbar is in sight; remembered by this browser. */
  toolbar: boolean
  /** Whose caret the page follows. */
  following: string | null
}

const toolbarKey = 'everdraft:toolbar'

/** Shared by the text's menus, the toolbar and the document's menu, which stand in different places of the page. */
export class Surface {
  private readonly listeners = new Set<() => void>()
  private now: SurfaceState = { open: null, toolbar: remembered() !== 'hidden', following: null }

  get state(): SurfaceState {
    return this.now
  }

  readonly set = (change: Partial<SurfaceState>): void => {
    this.now = { ...this.now, ...change }
    for (const listener of this.listeners) listener()
  }

  readonly showToolbar = (toolbar: boolean): void => {
    try {
      localStorage.setItem(toolbarKey, toolbar ? 'shown' : 'hidden')
    } catch {
      // A browser that keeps nothing shows it again next time.
    }
    this.set({ toolbar })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(toolbarKey)
  } catch {
    return null
  }
}

const surfaces = new WeakMap<Editor, Surface>()

export function surfaceOf(editor: Editor): Surface {
  const known = surfaces.get(editor)
  if (known) return known
  const made = new Surface()
  surfaces.set(editor, made)
  return made
}

const closed: SurfaceState = { open: null, toolbar: true, following: null }
const never = () => () => {}

/** Of an editor that isn't there yet: nothing is open. */
export function useSurface(editor: Editor | null): SurfaceState {
  const surface = editor && surfaceOf(editor)
  return useSyncExternalStore(
    surface?.subscribe ?? never,
    () => surface?.state ?? closed,
    () => closed,
  )
}
