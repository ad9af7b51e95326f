import { Schema, type SchemaSpec } from '@tiptap/pm/model'
import type { DescribedSchema } from './described'

declare const FILM_SCHEMA: DescribedSchema

/** Stands in a film for the editor's schema (`lib/document/schema`), which would bring the whole editor along. */
export const schema: Schema = new Schema(FILM_SCHEMA as SchemaSpec)
