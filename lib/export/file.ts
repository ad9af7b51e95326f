import { cutText } from '@/lib/document/text'
import type { ExportFormat } from '@/lib/protocol/http'

const kinds: Record<ExportFormat, { extension: string; mediaType: string }> = {
  html: { extension: 'html', mediaType: 'text/html; charset=utf-8' },
  markdown: { extension: 'md', mediaType: 'text/markdown; charset=utf-8' },
  json: { extension: 'json', mediaType: 'application/json' },
  text: { extension: 'txt', mediaType: 'text/plain; charset=utf-8' },
}

export const mediaTypeOf = (format: ExportFormat): string => kinds[format].mediaType

/** "Minutes, revision 812.md": a name that every system takes for a file. */
export function exportName(title: string, revision: number, format: ExportFormat): string {
  return fileName(title, `, revision ${revision}.${kinds[format].extension}`)
}

// What a file system forbids or reads as something else, and characters that make a name look like another.
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\\/:*?"<>|]+/gu
const longest = 80

/** A title as the name of a file. @param ending what follows it; at least a dot and what kind of file it is */
export function fileName(title: string, ending: string): string {
  const plain = title
    .replace(forbidden, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
  return `${cutText(plain, longest).trim() || 'Untitled'}${ending}`
}

/** A header that has what's sent saved under a name, whatever letters are in it. */
export function attachment(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** The name in such a header. */
export function nameIn(header: string | null): string | null {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(header ?? '') ?? []
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded)
  } catch {
    return null
  }
}
