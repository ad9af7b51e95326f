import { lastSeen } from '@/app/_client/last-seen'
import { words } from '@/app/_words'
import type { History } from '../use-history'

/** An earlier revision that one may want to compare with. */
export type Preset = { label: string; from: number }

const { presets } = words.compare

/** What the shown revision can be compared with by name, the nearest first. */
export function presetsFor({ documentId, state: { wanted, head }, timeline, sessions }: History): Preset[] {
  const session = sessions.state.sessions.find(({ from, to }) => from <= wanted && wanted <= to)
  const seen = lastSeen(documentId)
  const versions = (timeline?.versions ?? []).map(({ revision, name }) => ({
    label: presets.version(name),
    from: revision,
  }))
  return [
    { label: presets.before, from: wanted - 1 },
    ...(session ? [{ label: presets.session, from: session.from - 1 }] : []),
    ...(seen && seen.revision < head ? [{ label: presets.seen, from: seen.revision }] : []),
    ...versions.reverse(),
  ].filter(({ from }) => from >= 1 && from < wanted)
}

/** What one most likely wants: what came with this session of work. */
export function likely(history: History): number {
  const { wanted } = history.state
  const all = presetsFor(history)
  return (all.find(({ label }) => label === presets.session) ?? all[0])?.from ?? wanted
}
