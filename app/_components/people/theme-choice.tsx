'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { chooseTheme, useTheme } from '@/app/_client/theme'
import { themes } from '@/app/_theme'
import { words } from '@/app/_words'

const icons = { system: Monitor, light: Sun, dark: Moon } as const

/** How bright the pages are; it's so at once, and stays so in this browser. */
export function ThemeChoice() {
  const chosen = useTheme()
  return (
    <fieldset>
      <legend className="mb-1 text-sm">{words.theme.label}</legend>
      <div className="grid grid-cols-3 gap-0.5 rounded-md bg-hover p-0.5">
        {themes.map(theme => {
          const Icon = icons[theme]
          return (
            <label
              key={theme}
              className="relative flex min-h-8 items-center justify-center gap-1.5 rounded-sm text-sm has-checked:bg-raised has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent [&_svg]:size-3.5"
            >
              <input
                type="radio"
                name="theme"
                checked={chosen === theme}
                onChange={() => chooseTheme(theme)}
                className="absolute inset-0 size-full cursor-pointer opacity-0"
              />
              <Icon aria-hidden />
              {words.theme[theme]}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
