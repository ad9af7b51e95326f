import { number } from './_format'

/** The words of `words` (_words.ts) that are read where one takes something out of the past: as a file, a film, or into the present. */
export const bringingBackWords = {
  export: {
    open: 'Export…',
    title: 'Export as a file',
    ofRevision: (revision: number) => `The document as it was at revision ${number(revision)}.`,
    ofHead: 'The document as it was last saved.',
    format: 'Format',
    formats: { html: 'Web page', markdown: 'Markdown', text: 'Plain text', json: 'JSON' },
    hints: {
      html: 'Looks as it does here, in any browser, without a network.',
      markdown: 'For other editors; underlining and the like is left out.',
      text: 'The words alone.',
      json: 'Everything, for programs; it can be made a document again.',
    },
    confirm: 'Download',
    working: 'Preparing…',
  },
  bringing: {
    restore: 'Restore…',
    title: (revision: number) => `Restore revision ${number(revision)}?`,
    whatLabel: 'What to restore',
    whole: 'The whole document',
    wholeHint: (who: string, when: string) =>
      `It becomes again what it was at ${when}, after a change by ${who}. This is a new revision: nothing that came later is lost, and it can be restored as well.`,
    section: 'One section',
    sectionHint: 'A heading and what is under it, where it stands now or would stand; the rest stays as it is.',
    block: 'One paragraph or block',
    blockHint: 'Where it stands now or would stand; the rest stays as it is.',
    which: 'Which one',
    beginning: (text: string) => `Beginning: ${text}`,
    empty: 'Without text',
    selection: 'What is selected',
    selected: (text: string) => `“${text}”, where it stands now or would stand.`,
    copy: 'A new document from here',
    copyHint: 'This document stays as it is; the new one says where it comes from.',
    confirm: 'Restore',
    confirmCopy: 'Make the document',
    previewRegion: 'What would change',
    preview: 'Preview of the changes',
    nothing: 'Nothing would change: it stands just so in the document.',
    amounts: ({ inserted, deleted }: { inserted: number; deleted: number }) => {
      const parts = [
        inserted > 0 && `${number(inserted)} ${inserted === 1 ? 'character comes' : 'characters come'} back`,
        deleted > 0 && `${number(deleted)} ${deleted === 1 ? 'character goes' : 'characters go'}`,
      ].filter(Boolean)
      return parts.length > 0 ? `${parts.join(', ')}:` : 'Only the form changes:'
    },
    more: 'There is more; the rest is not shown here.',
    restoredSection: (revision: number) => `The section of revision ${number(revision)} stands again.`,
    restoredPart: (revision: number) => `What was selected at revision ${number(revision)} stands again.`,
    copied: (title: string) => `Made “${title}”.`,
  },
  film: {
    open: 'Play the making of this page…',
    ofSession: 'A film of this session…',
    title: 'The making of this page',
    explained:
      'One file with every change in it, which plays in any browser, without a network: to keep, to send, to show. Who has it can read all that ever stood in it.',
    range: 'What it shows',
    all: (to: number) => `All ${number(to)} revisions`,
    upTo: (revision: number) => `From the beginning to revision ${number(revision)}`,
    stretch: (from: number, to: number) => `Revisions ${number(from)} to ${number(to)}`,
    make: 'Make the film',
    making: 'Making the film',
    made: 'The film is made.',
    failed: (why: string) => `The film could not be made: ${why}`,
    /** What the film itself says; `{}` are filled in there. */
    inside: {
      play: 'Play',
      pause: 'Pause',
      slider: 'Revision',
      speed: 'Speed',
      fitted: 'In a minute',
      position: 'Revision {revision} of {head} · {who} · {when}',
      untitled: 'Untitled',
      somebody: 'Somebody',
      keys: 'Space: play or pause. Arrows: one change. Home, End. + and −: speed.',
    },
  },
  without: {
    open: 'Undo what was done here…',
    title: 'Undo what was done here?',
    explained: (from: number, to: number) =>
      `Revisions ${number(from)} to ${number(to)}. What was written before and after stays; so does what others wrote meanwhile. It is a new revision, and can be undone.`,
    of: 'Undo the work of',
    everyone: 'Everyone in this session',
    working: 'Working out what the document would be without it…',
    nothing: 'There is nothing left to undo: what was done here does not stand in the document any more.',
    overlaps: (count: number) =>
      count === 1 ? 'Others have built on it in one place:' : `Others have built on it in ${number(count)} places:`,
    kinds: {
      within: 'written inside of what goes or comes back; it stays',
      beside: 'written next to what goes or comes back; it stays',
      form: 'formatted again since; that formatting stays',
      moved: 'was moved, and others have written in it: it stays where it is',
      structure: 'stays a block, because others have written in it',
      unplaced: 'comes back nowhere, because the block it stood in is gone',
    },
    goTo: (revision: number) => `Go to revision ${number(revision)}`,
    moreOverlaps: (count: number) => `and ${number(count)} more`,
    confirm: 'Undo it',
    done: 'What was done there is undone.',
    failed: (why: string) => `That could not be worked out: ${why}`,
  },
} as const
