/** One thing broken on purpose, and the tests that have to notice. */
export type Mutant = {
  name: string
  /** The text to find stands exactly once in its file; a change that moves it has to move it here too. */
  edits: { file: string; find: string; replace: string }[]
  killers: Killer[]
}

/** A test by (a part of) its title. */
export type Killer = { project: string; file: string; title: string; env?: Record<string, string> }

const worlds: Killer = {
  project: 'property',
  file: 'tests/property/worlds.test.ts',
  title: 'seeded worlds converge',
  env: { WORLDS: '60' },
}
const unit = (file: string, title: string): Killer => ({ project: 'unit', file: `tests/unit/${file}`, title })
const integration = (file: string, title: string): Killer => ({
  project: 'integration',
  file: `tests/integration/${file}`,
  title,
})
/** The checker's own calibration: it has to go red as well. */
const fault = (title: string): Killer => ({ project: 'faults', file: 'tests/faults/faults.test.ts', title })

export const mutants: Mutant[] = [
  {
    name: 'the server does not rebase',
    edits: [
      {
        file: 'lib/document/steps.ts',
        find: 'const step = settled(steps[i]!.map(mapping.slice(steps.length - i)), rebased.doc)',
        replace: 'const step = steps[i]!',
      },
    ],
    killers: [
      unit('document/rebase.test.ts', '[RB1] in one go stays together when somebody else types before it, and after'),
      fault('[FT14] messages lost, doubled, delayed and reordered'),
    ],
  },
  {
    name: 'a replica takes its own steps for the recorded ones',
    edits: [
      {
        file: 'lib/replica/replica.ts',
        find: 'if (batch.sent && sameSteps(mine, recorded)) {',
        replace: 'if (batch.sent) {',
      },
    ],
    killers: [worlds],
  },
  {
    name: 'a resend is not recognised',
    edits: [
      {
        file: 'server/tail.ts',
        find: "if (entry.commandId === commandId && entry.authorId === authorId) return entry.event ?? 'undurable'",
        replace: '',
      },
    ],
    killers: [
      unit('server/writer/resend.test.ts', '[WR8] is answered as the first time, and makes no second event'),
      fault('[FT14] messages lost, doubled, delayed and reordered'),
    ],
  },
  {
    name: 'the append is not guarded by the head',
    edits: [
      {
        file: 'server/event-store/postgres.ts',
        find: 'where s.revision = w.expected and w.expected > 0',
        replace: 'where w.expected > 0',
      },
      {
        file: 'server/event-store/postgres.ts',
        find: 'where stream_id = $1::uuid and revision = $2::int - 1',
        replace: 'where stream_id = $1::uuid',
      },
    ],
    killers: [
      integration('event-store.test.ts', '[ES2] takes a run only where the head is just before it, and then whole'),
    ],
  },
  {
    name: 'the feed is not fenced against late commits',
    edits: [
      {
        file: 'server/event-store/epoch.ts',
        find: 'e.xid < pg_snapshot_xmin(pg_current_snapshot())',
        replace: 'true',
      },
    ],
    killers: [integration('event-store.test.ts', '[ES8] slips past nothing')],
  },
  {
    name: 'acknowledged before the commit',
    edits: [
      {
        file: 'server/writer.ts',
        find: 'this.undurable.push({ ...wish, event, after: this.speculative })\n    this.deps.commit.schedule(this)\n    return null',
        replace:
          "this.undurable.push({ ...wish, event, after: this.speculative })\n    this.deps.commit.schedule(this)\n    return { event: { ...event, position: '' } as RecordedEvent }",
      },
    ],
    killers: [
      unit('server/writer/durable.test.ts', '[WR1] comes after the commit, and so does the broadcast'),
      fault('[FT13] a database that stands still'),
    ],
  },
  {
    name: 'broadcast before the commit',
    edits: [
      {
        file: 'server/writer.ts',
        find: 'this.undurable.push({ ...wish, event, after: this.speculative })',
        replace:
          "this.undurable.push({ ...wish, event, after: this.speculative })\n    this.deps.onCommitted(this.speculative, [{ ...event, position: '' } as RecordedEvent])",
      },
    ],
    killers: [
      unit('server/writer/durable.test.ts', '[WR1] comes after the commit, and so does the broadcast'),
      fault('[FT13] a database that stands still'),
    ],
  },
  {
    name: 'what became of an unknown outcome is not read',
    edits: [
      {
        file: 'server/writer.ts',
        find: '        await this.catchUp()\n        const behind',
        replace: '        const behind',
      },
    ],
    killers: [unit('server/writer/durable.test.ts', '[WR2] is settled by reading: each command is stored once')],
  },
  {
    name: 'PostgreSQL answers before it has written',
    edits: [
      { file: 'server/database/cluster.ts', find: "synchronous_commit: 'on'", replace: "synchronous_commit: 'off'" },
      { file: 'server/database/open.ts', find: "if (value === 'off')", replace: "if (value === 'never')" },
    ],
    killers: [
      integration('embedded.test.ts', '[ST7] keeps its data, checked, in UTF-8, on the loopback address only'),
      integration('embedded.test.ts', '[FT6] is refused without synchronous_commit'),
      fault('[FT11] a PostgreSQL that is killed under load'),
    ],
  },
  {
    name: 'an outbox says that it holds what it has not written yet',
    edits: [
      {
        file: 'lib/client/outbox/outbox.ts',
        find: 'await this.store.write({ ...header',
        replace: 'void this.store.write({ ...header',
      },
    ],
    killers: [
      unit('client/keeping.test.ts', '[OB1] says that it holds something only once the device has written it'),
      unit('client/outbox.test.ts', '[OB5]'),
    ],
  },
  {
    name: 'an outbox writes nothing',
    edits: [
      {
        file: 'lib/client/outbox/outbox.ts',
        find: '    await this.store.write({ ...header, savedAt: Date.now() }, changed, marks.length)\n',
        replace: '    void header\n',
      },
    ],
    killers: [
      unit('client/outbox.test.ts', '[OB1] holds what is not saved'),
      unit('client/outbox.test.ts', '[OB2] is sent by'),
    ],
  },
  {
    name: 'the parts of a command go out before the device holds them',
    edits: [
      {
        file: 'lib/client/sync.ts',
        find: 'await Promise.race([this.host.whenKept(), waited])',
        replace: 'void waited',
      },
    ],
    killers: [unit('client/large-edits.test.ts', '[OB16] that goes out in parts rests on the device first')],
  },
  {
    name: 'a step that reaches over everything costs what a letter costs',
    edits: [{ file: 'server/budget.ts', find: 'reachOf(step, nodes) * 200', replace: '0' }],
    killers: [unit('server/budget.test.ts', '[HI16] a command that reaches over more')],
  },
  {
    name: 'JSON may be nested without a cap',
    edits: [{ file: 'server/depth.ts', find: 'if (depth > max) return false', replace: '' }],
    killers: [unit('server/depth.test.ts', '[HT7] the cap itself is within, one more is not')],
  },
  {
    name: 'any text is an address',
    edits: [
      {
        file: 'lib/document/attributes.ts',
        find: "must(isSafeAddress(value), 'href',",
        replace: "must(typeof value === 'string', 'href',",
      },
    ],
    killers: [unit('document/schema.test.ts', '[SC5] is refused where it might lead')],
  },
  {
    name: 'a plug-in answers what others write',
    edits: [
      {
        file: 'app/_components/editor/only-own-edits.ts',
        find: '(transactions.some(isOwnEdit) ? append : fallback)(transactions, before, after)',
        replace: 'append(transactions, before, after) ?? fallback(transactions, before, after)',
      },
    ],
    killers: [unit('app/quiet.test.ts', '[UI8] repairs a table after an own edit of it, and after nothing else')],
  },
  {
    name: 'nobody looks what other servers have written',
    edits: [
      {
        file: 'server/lookout.ts',
        find: 'await Promise.all(writers.filter(behind).map(writer => writer.catchUp()))',
        replace: 'writers.filter(behind)',
      },
    ],
    killers: [
      unit('server/lookout.test.ts', '[FT2] what another process appends'),
      fault('[FT16] two servers on one database and one document'),
    ],
  },
  {
    name: 'whatever comes may wait',
    edits: [
      {
        file: 'server/waiting.ts',
        find: 'if (full && this.commands > 0)',
        replace: 'if (full && this.commands < 0)',
      },
    ],
    killers: [
      unit('server/writer/away.test.ts', '[FT4] is answered busy at once'),
      fault('[FT13] a database that stands still'),
    ],
  },
  {
    name: 'a client that is coming back is connected again',
    edits: [
      {
        file: 'lib/client/socket-transport.ts',
        find: 'if (!this.socket.active) this.socket.connect()',
        replace: 'this.socket.connect()',
      },
    ],
    killers: [unit('client/socket-transport.test.ts', '[FT18] a client that is told to come back')],
  },
  {
    name: 'a silent connection is waited for',
    edits: [
      { file: 'server/database/client.ts', find: '...(patience && { query_timeout: patience })', replace: '...{}' },
    ],
    killers: [integration('database-line.test.ts', '[FT8] an answer that never comes')],
  },
]
