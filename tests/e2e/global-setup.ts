import { startServer } from '../support/server'

/** The browser tests meet the real server: built, with a database of its own, on a free port. */
export default async function setup() {
  const server = await startServer()
  process.env.EVERDRAFT_URL = server.url
  process.env.EVERDRAFT_DATA_DIR = server.dataDir
  process.env.EVERDRAFT_LAN_URL = server.lanUrl ?? ''
  return () => server.stop()
}
