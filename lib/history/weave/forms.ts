import { Mark, type Node, type NodeType } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'

/** What a token is, but for the unit of text: a closing, text with its marks, or a node (its opening, or all of a leaf). */
export type Form = {
  readonly kind: 'closing' | 'text' | 'opening' | 'leaf'
  /** The node's type; null of a closing, since what it closes is what was opened. */
  readonly type: NodeType | null
  readonly attrs: Readonly<Record<string, unknown>>
  readonly marks: readonly Mark[]
}

/** The form of every closing, and of text without marks. */
export const closing = 0
export const plain = 1

type Key = [type: string, attrs: Record<string, unknown>, marks: unknown[]] | []

/** The forms that tokens of a document ever had, each once, by number. */
export class Forms {
  readonly list: Form[] = []
  /** What a form is read from again. */
  readonly keys: string[] = []
  private readonly indexes = new Map<string, number>()

  constructor() {
    this.index('[]', { kind: 'closing', type: null, attrs: {}, marks: Mark.none })
    this.of(schema.nodes.text!, {}, Mark.none)
  }

  /** The number of a node's form, whatever is in it. */
  ofNode({ type, attrs, marks }: Node): number {
    return type.isText && marks.length === 0 ? plain : this.of(type, attrs, marks)
  }

  /** The number of a form but for its marks. */
  marked(form: number, marks: readonly Mark[]): number {
    const { type, attrs } = this.list[form]!
    return this.of(type!, attrs, marks)
  }

  /** The number of a node's form but for one attribute. */
  withAttribute(form: number, name: string, value: unknown): number {
    const { type, attrs, marks } = this.list[form]!
    return type ? this.of(type, type.create({ ...attrs, [name]: value }).attrs, marks) : form
  }

  /** Reads a key. @throws where it's none */
  read(key: string): number {
    const [name, attrs, marks] = JSON.parse(key) as Key
    if (name === undefined) return closing
    const type = schema.nodes[name]
    if (!type) throw new RangeError(`There is no node ${name}`)
    return this.of(
      type,
      type.isText ? {} : type.create(attrs).attrs,
      marks!.map(mark => Mark.fromJSON(schema, mark)),
    )
  }

  private of(type: NodeType, attrs: Readonly<Record<string, unknown>>, marks: readonly Mark[]): number {
    const key = JSON.stringify([type.name, attrs, marks.map(mark => mark.toJSON())])
    const kind = type.isText ? 'text' : type.isLeaf ? 'leaf' : 'opening'
    return this.indexes.get(key) ?? this.index(key, { kind, type, attrs, marks })
  }

  private index(key: string, form: Form): number {
    const index = this.list.push(form) - 1
    this.keys.push(key)
    this.indexes.set(key, index)
    return index
  }
}
