import path from 'node:path'
import { root } from './processes.mjs'

const film = path.join(root, 'lib/history/film')

/**
 * The script that plays a film, as one piece. The editor's schema would bring the whole editor along, so what it says is written
 * into the script, and the film's own drawing does the rest.
 * @returns {Promise<string>}
 */
export async function filmPlayer() {
  const { build } = await import('esbuild')
  const bundle = async (file, platform, more) => {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [path.join(film, file)],
      bundle: true,
      minify: true,
      write: false,
      platform,
      target: 'es2022',
      logLevel: 'silent',
      ...more,
    })
    return outputFiles[0].text
  }
  const saying = await bundle('saying.ts', 'node', { format: 'esm' })
  const { default: said } = await import(`data:text/javascript,${encodeURIComponent(saying)}`)
  return bundle('player.ts', 'browser', {
    format: 'iife',
    define: { FILM_SCHEMA: said },
    plugins: [{ name: 'schema', setup: build => build.onResolve({ filter: /\/schema$/ }, ownSchema) }],
  })
}

function ownSchema({ importer, path: wanted, resolveDir }) {
  const file = wanted.startsWith('@/') ? path.join(root, wanted.slice(2)) : path.join(resolveDir, wanted)
  if (importer.includes('node_modules') || file !== path.join(root, 'lib/document/schema')) return null
  return { path: path.join(film, 'schema.ts') }
}
