import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import { __wbg_set_wasm, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

// Prisma's schema engine of the installed version, as WebAssembly: its native form would have to be downloaded.
const require = createRequire(import.meta.url)
const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'))
const module = new WebAssembly.Module(readFileSync(path.join(folder, 'schema_engine_bg.wasm')))
const instance = new WebAssembly.Instance(module, {
  './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
})
__wbg_set_wasm(instance.exports)
// The engine tells of its panics through this global; without it all it says is that the global is missing.
Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) } })
;(instance.exports.__wbindgen_start as () => void)()

const file = { path: path.resolve('prisma/schema.prisma'), content: readFileSync('prisma/schema.prisma', 'utf8') }
const filters = { externalTables: [], externalEnums: [] }

/**
 * The SQL that would bring the database at `url`, or an empty one, to `prisma/schema.prisma`. Looks at the database as it
 * is; a diff from the migrations' folder would run them on the real database.
 */
export async function sqlToSchema(url: string, from: 'database' | 'empty' = 'database'): Promise<string> {
  const pool = new pg.Pool({ connectionString: url })
  const adapter = bindMigrationAwareSqlAdapterFactory(catalogAdapter(pool))
  const engine = await SchemaEngine.new({ datamodels: [[file.path, file.content]] }, () => {}, adapter)
  const { stdout } = await engine.diff({
    from:
      from === 'empty' ? { tag: 'empty' } : { tag: 'schemaDatasource', files: [file], configDir: path.resolve('.') },
    to: { tag: 'schemaDatamodel', files: [file] },
    script: true,
    exitCode: null,
    filters,
  })
  engine.free()
  await pool.end()
  return (stdout ?? '').trim()
}

const CHAR = 18
const TEXT = 25

/** The adapter as it is, but with columns of type "char", which the engine reads from the catalogue and it doesn't know. */
function catalogAdapter(pool: pg.Pool): PrismaPg {
  const characters = new Set<string>()
  pool.on('connect', client => {
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter }
    connection.prependListener('rowDescription', ({ fields }: { fields: { name: string; dataTypeID: number }[] }) => {
      for (const field of fields.filter(({ dataTypeID }) => dataTypeID === CHAR)) {
        field.dataTypeID = TEXT
        characters.add(field.name)
      }
    })
  })
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async query => {
      const result = await queryRaw(query)
      const types = result.columnTypes.map((type, index) =>
        characters.has(result.columnNames[index] ?? '') ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes: types }
    }
    return adapter
  }
  return factory
}
