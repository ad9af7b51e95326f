import { Decoder, Encoder } from 'socket.io-parser'
import { textWithinDepth } from './depth'

/**
 * socket.io's own way to read and write messages, but that one which is nested too deep isn't parsed: V8 takes a tenth of a second
 * for 100,000 levels, and nobody else gets a turn meanwhile. It arrives as one that's nested a level deeper than allowed, so that who
 * refuses such messages refuses this one too.
 */
export function shallow(depth: number) {
  return {
    Encoder,
    Decoder: class extends Decoder {
      override add(chunk: unknown): void {
        super.add(typeof chunk === 'string' && chunk.startsWith(anEvent) ? flattened(chunk, depth) : chunk)
      }
    },
  }
}

const anEvent = '2'
const beginning = /^2[^["]{0,40}\["[^"\\]{0,60}",/

function flattened(text: string, depth: number): string {
  // The list of a message's arguments is one level.
  if (text.length <= depth || textWithinDepth(text, depth + 1)) return text
  const deep = '['.repeat(depth + 1) + ']'.repeat(depth + 1)
  const [head] = beginning.exec(text.slice(0, 200)) ?? []
  return head ? `${head}${deep}]` : `${anEvent}${deep}`
}
