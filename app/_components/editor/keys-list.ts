import { words } from '@/app/_words'

/** `each`: every key does another of the things that the label names, in that order. */
export type KeyEntry = { label: string; keys: string[]; each?: boolean }
export type KeyGroup = { label: string; entries: KeyEntry[] }

const { editor, block, keys: said } = words

/** Every key that means something while one writes, and what can be typed instead of it. A test walks this list. */
export const keyGroups: KeyGroup[] = [
  {
    label: said.groups.text,
    entries: [
      { label: editor.bold, keys: ['Mod+B'] },
      { label: editor.italic, keys: ['Mod+I'] },
      { label: editor.underline, keys: ['Mod+U'] },
      { label: editor.strike, keys: ['Mod+Shift+S'] },
      { label: editor.code, keys: ['Mod+E'] },
      { label: editor.highlight, keys: ['Mod+Shift+H'] },
      { label: editor.link, keys: ['Mod+K'] },
      { label: said.openLink, keys: ['Mod+Enter'] },
      { label: said.clear, keys: ['Mod+\\'] },
      { label: said.newLine, keys: ['Shift+Enter'] },
    ],
  },
  {
    label: said.groups.document,
    entries: [
      { label: editor.undo, keys: ['Mod+Z'] },
      { label: editor.redo, keys: ['Mod+Shift+Z', 'Mod+Y'] },
      { label: words.find.title, keys: ['Mod+F'] },
      { label: words.document.history, keys: [words.shortcuts.history] },
      { label: said.pastePlain, keys: ['Mod+Shift+V'] },
      { label: said.toBar, keys: ['Alt+F10'] },
      { label: said.toText, keys: ['Escape'] },
      { label: said.title, keys: ['Mod+/'] },
    ],
  },
  {
    label: said.groups.blocks,
    entries: [
      { label: editor.paragraph, keys: ['Mod+Alt+0'] },
      ...([1, 2, 3, 4, 5, 6] as const).map(level => ({ label: editor.heading(level), keys: [`Mod+Alt+${level}`] })),
      { label: editor.orderedList, keys: ['Mod+Shift+7'] },
      { label: editor.bulletList, keys: ['Mod+Shift+8'] },
      { label: editor.taskList, keys: ['Mod+Shift+9'] },
      { label: editor.quote, keys: ['Mod+Shift+B'] },
      { label: editor.codeBlock, keys: ['Mod+Alt+C'] },
      { label: said.toggleTask, keys: ['Mod+Enter'] },
      { label: said.indent, keys: ['Tab'] },
      { label: said.outdent, keys: ['Shift+Tab'] },
      { label: block.up, keys: ['Mod+Alt+Up', 'Alt+Shift+Up'] },
      { label: block.down, keys: ['Mod+Alt+Down', 'Alt+Shift+Down'] },
      { label: said.insert, keys: ['/'] },
    ],
  },
]

/** What's typed and turns into something else. Backspace right after takes it back. */
export const typedGroup: { typed: string; label: string }[] = [
  { typed: '#', label: editor.heading(1) },
  { typed: '##', label: editor.heading(2) },
  { typed: '###', label: editor.heading(3) },
  { typed: '-', label: editor.bulletList },
  { typed: '1.', label: editor.orderedList },
  { typed: '[ ]', label: editor.taskList },
  { typed: '>', label: editor.quote },
  { typed: '```', label: editor.codeBlock },
  { typed: '---', label: editor.divider },
  { typed: '**text**', label: editor.bold },
  { typed: '*text*', label: editor.italic },
  { typed: '~~text~~', label: editor.strike },
  { typed: '`text`', label: editor.code },
  { typed: '==text==', label: editor.highlight },
]
