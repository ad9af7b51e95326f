'use client'

import { FilePlus2, Files, Monitor, Moon, Sun, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type Action, actionsNow } from '@/app/_client/actions'
import { createDocument } from '@/app/_client/api'
import { chooseTheme, useTheme } from '@/app/_client/theme'
import { themes } from '@/app/_theme'
import { words } from '@/app/_words'

const icons = { system: <Monitor />, light: <Sun />, dark: <Moon /> } as const

/** What can be done now: on the page that's open, then what can be done everywhere. */
export function usePageActions(tell: (failure: string) => void): () => Action[] {
  const router = useRouter()
  const theme = useTheme()
  const create = async () => {
    const made = await createDocument()
    if (made.ok) router.push(`/documents/${made.value.documentId}`)
    else tell(made.failure.message)
  }
  const everywhere: Action[] = [
    { id: 'new', label: words.list.create, icon: <FilePlus2 />, run: () => void create() },
    { id: 'documents', label: words.palette.documents, icon: <Files />, run: () => router.push('/') },
    { id: 'trash', label: words.palette.trash, icon: <Trash2 />, run: () => router.push('/?trashed=true') },
    ...themes
      .filter(other => other !== theme)
      .map(other => ({
        id: `theme-${other}`,
        label: words.palette.theme(words.theme[other]),
        icon: icons[other],
        words: words.palette.themeWords,
        run: () => chooseTheme(other),
      })),
  ]
  return () => {
    const own = actionsNow()
    const taken = new Set(own.map(({ id }) => id))
    return [...own, ...everywhere.filter(({ id }) => !taken.has(id))]
  }
}
