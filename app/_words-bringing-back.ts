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
} as const
