import { type Attribute, type Attributes, Extension, type Extensions, fromString } from '@tiptap/core'
import { CodeBlock } from '@tiptap/extension-code-block'
import { Heading } from '@tiptap/extension-heading'
import { Highlight } from '@tiptap/extension-highlight'
import { Link } from '@tiptap/extension-link'
import { OrderedList, TaskItem, TaskList } from '@tiptap/extension-list'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'
import {
  boolean,
  columnWidths,
  integer,
  isSafeAddress,
  oneOf,
  optionalPattern,
  optionalText,
  safeAddress,
  type Validator,
} from './attributes'

const languageTag = /^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,7}$/
const codeLanguage = /^[\w+#.-]{1,40}$/

/**
 * The attributes that the parent extension declares, those named here with their validator. From HTML, of pages and programs
 * that know nothing of ours, a value that isn't taken is read as if it weren't there.
 */
function validated(parent: Attributes | undefined, validators: Record<string, Validator>): Attributes {
  return Object.fromEntries(
    Object.entries(validators).map(([name, validate]) => {
      const declared = parent?.[name] as Attribute
      const parse = declared.parseHTML ?? (element => fromString(element.getAttribute(name)))
      const parseHTML = (element: HTMLElement) => acceptable(parse(element), validate)
      return [name, { ...declared, validate, parseHTML }]
    }),
  )
}

function acceptable(value: unknown, validate: Validator): unknown {
  try {
    validate(value)
    return value
  } catch {
    return null
  }
}

const cellAttributes = {
  colspan: integer('colspan', 1, 100),
  rowspan: integer('rowspan', 1, 1_000),
  colwidth: columnWidths,
  align: oneOf('align', [null, 'left', 'center', 'right']),
}

/** Direction and language of a block; null means: as the blocks around it. */
const BlockLanguage = Extension.create({
  name: 'blockLanguage',
  addGlobalAttributes() {
    const attribute = (name: string, validate: Validator): Attribute => ({
      default: null,
      keepOnSplit: true,
      parseHTML: element => acceptable(element.getAttribute(name), validate),
      renderHTML: attributes => (attributes[name] ? { [name]: attributes[name] } : {}),
      validate,
    })
    return [
      {
        types: ['paragraph', 'heading', 'blockquote', 'codeBlock', 'bulletList', 'orderedList', 'taskList', 'table'],
        attributes: {
          dir: attribute('dir', oneOf('dir', [null, 'ltr', 'rtl', 'auto'])),
          lang: attribute('lang', optionalPattern('lang', languageTag, 'null or a language tag')),
        },
      },
    ]
  },
})

const starterKit = StarterKit.configure({
  // The replica brings its own undo, and no plugin may write by itself (TrailingNode does, on the first click).
  undoRedo: false,
  trailingNode: false,
  link: false,
  heading: false,
  codeBlock: false,
  orderedList: false,
})

/** Every node and mark a document may hold, without any behaviour of an editor: schema, parsing and rendering. */
export function documentExtensions(): Extensions {
  return [
    starterKit,
    Heading.extend({
      addAttributes() {
        return validated(this.parent?.(), { level: integer('level', 1, 6) })
      },
    }),
    CodeBlock.extend({
      addAttributes() {
        return validated(this.parent?.(), {
          language: optionalPattern('language', codeLanguage, 'null or the name of a language'),
        })
      },
    }),
    OrderedList.extend({
      addAttributes() {
        return validated(this.parent?.(), {
          start: integer('start', 0, 1_000_000_000),
          type: oneOf('type', [null, '1', 'a', 'A', 'i', 'I']),
        })
      },
    }),
    TaskList,
    TaskItem.configure({ nested: true }).extend({
      addAttributes() {
        return validated(this.parent?.(), { checked: boolean('checked') })
      },
    }),
    Table.configure({ resizable: true, cellMinWidth: 48 }),
    TableRow,
    TableHeader.extend({
      addAttributes() {
        return validated(this.parent?.(), cellAttributes)
      },
    }),
    TableCell.extend({
      addAttributes() {
        return validated(this.parent?.(), cellAttributes)
      },
    }),
    Highlight,
    // Target, rel and class are ours, not the writer's: an attribute of the document could overlay the page.
    Link.configure({
      openOnClick: false,
      HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow ugc' },
      isAllowedUri: isSafeAddress,
    }).extend({
      addAttributes() {
        return validated(this.parent?.(), { href: safeAddress, title: optionalText('title', 500) })
      },
    }),
    BlockLanguage,
  ]
}
