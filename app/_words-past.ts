import { number } from './_format'

const plural = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`
const characters = (count: number) => plural(count, 'character', 'characters')

/** How something came to stand where it stands. */
const ways: Record<string, string> = {
  typed: 'typed',
  pasted: 'pasted',
  dropped: 'dropped',
  imported: 'imported',
  restored: 'restored',
  undone: 'brought back by undo',
  redone: 'brought back by redo',
  scripted: 'written by a program',
  DocumentCreated: 'there from the beginning',
  RevisionRestored: 'restored',
}

const marks: Record<string, string> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strike: 'struck through',
  code: 'code',
  highlight: 'highlight',
  link: 'link',
}

/** The words of `words` (_words.ts) for what's asked about all of a past. */
export const pastWords = {
  past: {
    panel: 'About the past',
    tabs: { changes: 'Changes', who: 'Authors', compare: 'Compare', search: 'Search' },
    waiting: 'Looking through the past…',
    failed: (why: string) => `That could not be found out: ${why}`,
    way: (way: string) => ways[way] ?? way,
    revisions: (first: number, last: number) =>
      first === last ? `revision ${number(first)}` : `revisions ${number(first)}–${number(last)}`,
    goTo: (revision: number) => `Go to revision ${number(revision)}`,
    steps: {
      compare: { previous: 'Previous difference', next: 'Next difference', close: 'Stop comparing' },
      life: { previous: 'Previous of these', next: 'Next of these', close: 'All changes again' },
      search: { previous: 'Previous place', next: 'Next place', close: 'End the search' },
      who: { previous: 'Previous passage', next: 'Next passage', close: 'Hide who wrote what' },
    },
    nth: (current: number, all: number) => `${current > 0 ? number(current) : '–'} of ${number(all)}`,
    cut: (text: string) => (text.length > 60 ? `“${text.slice(0, 59)}…”` : `“${text}”`),
  },
  who: {
    shown: 'Show who wrote what',
    hint: 'The text is laid out in its authors’ colours. Point at it, or step through it, to see who wrote it and when.',
    legend: 'Authors of this revision',
    share: (share: number, count: number) =>
      `${share > 0 && share < 0.01 ? 'less than 1' : Math.round(share * 100)} %, ${characters(count)}`,
    hide: (name: string) => `Show what ${name} wrote`,
    card: 'Who wrote this',
    previous: 'Previous passage',
    next: 'Next passage',
    brought: (revision: number) => `moved or brought back at revision ${number(revision)}`,
    nobody: 'There’s no text at this revision.',
    off: 'The text is shown as it is read.',
    key: 'Who wrote what',
  },
  life: {
    of: (text: string) => `History of ${text}`,
    button: 'History of this',
    hint: 'What brought it, changed it and took it, from the first time on.',
    clear: 'All changes again',
    count: (count: number) => `${plural(count, 'revision', 'revisions')} touched it`,
    none: 'Nothing touched this.',
    amounts: ({ born, died, formed }: { born: number; died: number; formed: number }) =>
      [born > 0 && `+${number(born)}`, died > 0 && `−${number(died)}`, formed > 0 && 'format']
        .filter(Boolean)
        .join(' '),
    did: ({ born, died, formed }: { born: number; died: number; formed: number }) =>
      [
        born > 0 && `${number(born)} came`,
        died > 0 && `${number(died)} went`,
        formed > 0 && `${number(formed)} formatted`,
      ]
        .filter(Boolean)
        .join(', '),
    more: 'Show more',
  },
  compare: {
    start: 'Compare with an earlier revision',
    hint: 'Sets what’s shown beside an earlier revision: what came since then, what went, and who did it.',
    from: 'From revision',
    to: 'To revision',
    with: 'Compare with',
    presets: {
      own: 'A revision of your choice',
      before: 'The revision before',
      session: 'Before this session',
      seen: 'When I was last here',
      version: (name: string) => `“${name}”`,
    },
    handle: 'Compared with revision',
    stop: 'Stop comparing',
    copyLink: 'Copy link to this comparison',
    linkCopied: 'Link to this comparison copied.',
    nothing: 'Nothing differs between these two revisions.',
    amounts: ({ inserted, deleted, formatted }: { inserted: number; deleted: number; formatted: number }) =>
      [`+${number(inserted)}`, `−${number(deleted)}`, formatted > 0 && `${number(formatted)} formatted`]
        .filter(Boolean)
        .join(' '),
    spoken: ({ inserted, deleted }: { inserted: number; deleted: number }) =>
      `${characters(inserted)} added, ${number(deleted)} removed`,
    nav: 'Differences',
    card: 'Difference',
    legend: 'Signs',
    signs: { inserted: 'added', deleted: 'removed', formatted: 'formatting' },
    by: 'By',
    said: (current: number, all: number, what: string) => `${number(current)} of ${number(all)}: ${what}`,
    inserted: (who: string, text: string) => `${who} added ${text}`,
    deleted: (who: string, text: string) => `${who} removed ${text}`,
    moved: (who: string, text: string) => `${who} moved ${text} here`,
    movedAway: (who: string, text: string) => `${who} moved ${text} away`,
    block: 'a line break',
    removedFrom: 'removed: ',
    removedTo: ' (end of removed)',
    formatted: {
      mark: (who: string, name: string, on: boolean) => `${who} ${on ? 'set' : 'took away'} ${marks[name] ?? name}`,
      attribute: (who: string, name: string) => `${who} changed ${name}`,
      type: (who: string, after: string) => `${who} made it a ${after}`,
      other: (who: string) => `${who} changed the formatting`,
    },
    key: 'Compare',
    viewing: (from: number) => `since revision ${number(from)}`,
  },
  pastSearch: {
    label: 'Search all of the past',
    hint: 'A word or a sentence that stood here once',
    explained: 'Finds also what stands nowhere any more: when it came, when it went, and by whom.',
    caseSensitive: 'Match case',
    none: (phrase: string) => `“${phrase}” never stood here.`,
    count: (count: number, more: boolean) =>
      `${number(count)}${more ? ' or more' : ''} ${count === 1 && !more ? 'place' : 'places'}`,
    more: 'There are more places than can be told. Look for something longer.',
    list: 'Places, in the order of the document',
    came: (who: string, revision: number) => `Came with ${who}, revision ${number(revision)}`,
    back: (who: string, revision: number) => `Came back with ${who}, revision ${number(revision)}`,
    went: (who: string, revision: number) => `Went with ${who}, revision ${number(revision)}`,
    still: 'Still there',
    key: 'Search all of the past',
  },
  since: {
    news: (changes: number, who: string, when: string) =>
      `${plural(changes, 'change', 'changes')} by ${who} since you were last here (${when}).`,
    people: (names: readonly string[], more: number) =>
      more > 0
        ? `${names.join(', ')} and ${plural(more, 'other', 'others')}`
        : [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and '),
    today: (time: string) => `today ${time}`,
    yesterday: (time: string) => `yesterday ${time}`,
    show: 'Show what changed',
  },
} as const
