import { z } from 'zod'
import { line, uuid } from '@/lib/document/commands'

/** Names of the fixed palette; which shade each is, the theme says. */
export const colors = [
  'red',
  'orange',
  'amber',
  'lime',
  'green',
  'teal',
  'cyan',
  'blue',
  'indigo',
  'violet',
  'fuchsia',
  'pink',
] as const
export const color = z.enum(colors)
export type Color = z.infer<typeof color>

/** Who wrote something: an id of our own that the log holds, and what people see. */
export type Author = { authorId: string; name: string; color: string }

/** A caret or a range, as positions in a confirmed revision. */
export const selection = z.strictObject({
  anchor: z
    .int()
    .min(0)
    .max(2 ** 31),
  head: z
    .int()
    .min(0)
    .max(2 ** 31),
})
export type Selection = z.infer<typeof selection>

/** One client in one document. */
export type Member = {
  clientId: string
  authorId: string
  revision: number
  selection: Selection | null
  idle: boolean
}

export const profileChange = z.strictObject({ name: line(60).optional(), color: color.optional() })

export type Role = 'owner' | 'editor' | 'viewer'

export { uuid }
