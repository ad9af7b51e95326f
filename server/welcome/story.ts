import type { Hand, Sitting } from './perform'
import { Random } from './random'
import { cut, type Pace, type Stroke, table, tick, typeOver, write, writeBelow } from './strokes'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Who wrote the welcome document: authors as others are, but nobody signs in as them. */
export const ana = { authorId: '8f1d6c1e-0a1a-4a6e-9c5b-6f0a11ce0a0a', name: 'Ana', color: 'violet' } as const
export const ben = { authorId: '8f1d6c1e-0b1b-4b6e-9c5b-6f0a11ce0b0b', name: 'Ben', color: 'teal' } as const

export const firstTitle = 'How this works'
export const title = 'Welcome to Everdraft'
export const versions = { whole: 'First whole draft', welcome: 'Welcome' } as const

const does = (command: Extract<Stroke, { command: unknown }>['command'], after = 9_000): Stroke => ({ after, command })
const names = (name: string) => does(revisionOf => ({ type: 'NameVersion', revision: revisionOf(name), name }))
const restores = (name: string) => does(revisionOf => ({ type: 'RestoreRevision', revision: revisionOf(name) }))
const renames = (to: string) => does(() => ({ type: 'RenameDocument', title: to }))

/** What Ana and Ben did in the nine days before a moment. @param until ms; all of it is before */
export function story(until: number): Sitting[] {
  const random = new Random(11)
  const hers: Pace = { key: 150, random }
  const his: Pace = { key: 115, random }
  const today = Math.floor(until / day) * day
  const at = (daysAgo: number, hours: number, minutes: number) =>
    today - daysAgo * day + hours * hour + minutes * minute
  const anas = (...strokes: Iterable<Stroke>[]): Hand => ({ authorId: ana.authorId, strokes: joined(strokes) })
  const bens = (...strokes: Iterable<Stroke>[]): Hand => ({ authorId: ben.authorId, strokes: joined(strokes) })
  return [
    { at: at(9, 9, 12), hands: [anas(write(beginning, hers))] },
    {
      at: at(8, 16, 41),
      hands: [
        bens(
          typeOver('a text about Everdraft', 'a document, and the manual as well', his),
          writeBelow('come to you', together, his),
        ),
      ],
    },
    {
      at: at(6, 10, 4),
      hands: [
        anas(writeBelow('only what you did', past, hers), writeBelow('Look for the evening', saved, hers), [
          names(versions.whole),
        ]),
        { ...bens(writeBelow('only what you did', greeting, his)), late: 20_000 },
      ],
    },
    {
      at: at(5, 21, 33),
      hands: [bens([cut('Go back in time', 'not sooner')], writeBelow('only what you did', tooShort, his))],
    },
    {
      at: at(4, 8, 55),
      hands: [anas([restores(versions.whole), renames(title)], writeBelow('come to you', tasks, hers))],
    },
    {
      at: at(2, 15, 20),
      hands: [
        bens(
          writeBelow('instead of vanishing', keys, his),
          table(keyTable, his),
          write(['On a Mac it’s ⌘ instead of Ctrl.'], his),
        ),
        {
          ...anas(
            typeOver('nothing is lost', 'nothing that came later is lost', hers),
            typeOver(' (more about that below)', '', hers),
          ),
          late: 3 * minute,
        },
      ],
    },
    {
      at: at(1, 11, 47),
      hands: [
        anas(writeBelow('On a Mac', ending, hers), [names(versions.welcome)]),
        { ...bens([tick('Read as far as this')]), late: 4 * minute },
      ],
    },
  ]
}

function* joined(parts: readonly Iterable<Stroke>[]): Generator<Stroke> {
  for (const part of parts) yield* part
}

const beginning = [
  'This is a text about Everdraft. Everything that it says can be {tryed|tried} out right here, by everybody who has the address, and nothing can be {brocken|broken}: ==every letter that was ever typed here is kept==, {inclu|this one too}.',
  '## Write',
  'Click anywhere and {strat|start} typing. At the beginning of a line, `#` and a space make a heading, `-` a list, `[ ]` a task and `>` a quote; `/` brings up all that there is. Select some words, and the buttons for **bold**, links and the {rset|rest} come to you.',
]

const together = [
  '## {Colaborate|Write together}',
  'Press **Share** and send the address to {somebdoy|somebody}. Who has it can write here (more about that below), without an account and with nothing to install. You see where they are by a caret with their name, and **Undo** takes back only what you did.',
]

const greeting = [
  '> {Helo|Hello} from Ben! Ana was typing the part below in the very same minute. Drag the slider, and watch the two of us.',
]

const past = [
  '## Go back in time',
  'Press **History** and drag the slider: every change has its place on it, each key, each mistake and {evrey|every} second thought of ours. **Play** shows how this page was written. Give a revision a name if you’ll want to find it again. And **Restore** any of them without fear: what was then becomes a new change at the end, so nothing is lost. (We {neded|needed} it ourselves. Look for the evening when half of this page {disap|was gone}.)',
]

const saved = [
  '## What “Saved” means',
  'The line under the title tells the truth. It says **Saved** when your words are on the disk of the server, and not sooner. While you’re offline it {cuonts|counts} the edits that are kept on this device; they’re sent as soon as there’s a way again, even if the browser has crashed {meanwhlie|meanwhile}. Should something not be accepted, your words are given back to you instead of vanishing.',
]

const tooShort = [
  '## History and so on',
  'I think all that was too long, nobody reads so much. There is a history, and there is a {butotn|button} for it. It saves by itself. That’s it, isn’t it? Good {nihgt|night}!',
]

const tasks = ['[ ] Read as far as this', '[ ] Tick this box', '[ ] Write {somthing|a line of your own} below']

const keys = ['## Keys', '']

const keyTable = [
  ['Keys', 'What they do'],
  ['`Ctrl+B` `Ctrl+I`', 'Bold, italic'],
  ['`Ctrl+Z`', '{Undos|Undo} what you did yourself'],
  ['`Ctrl+K`', 'Link what’s selected; otherwise go to any {docment|document} or command'],
  ['`Ctrl+/`', 'All the other keys'],
]

const ending = [
  '## And this page?',
  'It’s in everybody’s list until they take it out: in the list, in the menu of its row, choose _Remove from my list_. To try things out where nobody looks, choose _Duplicate_ there. And if somebody has made a mess of it, go to its History, to the version named “Welcome”, and restore that.',
]
