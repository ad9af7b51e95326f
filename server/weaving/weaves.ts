import { Weave } from '@/lib/history/weave/weave'
import { weaveEvent } from '@/lib/history/weave/weaver'
import { DamagedLog } from '../damage'
import type { History } from '../history'
import { breath } from '../promises'
import type { WeaveStore } from './weave-store'

type Kept = { historyEpoch: number; weave: Weave; storedUpTo: number }

const mostBytes = 256 * 1024 * 1024
/** What has grown by so many revisions, and by an eighth, is stored again: what isn't has to be read from the log next time. */
const worthStoring = 1_000

/** The weaves of a thread: in memory those that were asked last, the others stored. Each grows with its log when it's asked. */
export class Weaves {
  private readonly kept = new Map<string, Kept>()

  constructor(
    private readonly history: Pick<History, 'revisedAfter'>,
    private readonly store: WeaveStore,
    private readonly most = mostBytes,
  ) {}

  /**
   * A document's weave up to a revision at least, not to be changed.
   * @throws DamagedLog where the log can't be read so far
   */
  async upTo(documentId: string, historyEpoch: number, revision: number): Promise<Weave> {
    const kept = this.take(documentId, historyEpoch) ?? (await this.stored(documentId, historyEpoch))
    try {
      await this.grow(documentId, kept, revision)
    } catch (error) {
      // What's stored may be of another log than it says; from the log alone it's known.
      if (error instanceof DamagedLog && kept.storedUpTo > 0) return this.fromLog(documentId, historyEpoch, revision)
      throw error
    }
    this.keep(documentId, kept)
    return kept.weave
  }

  private async fromLog(documentId: string, historyEpoch: number, revision: number): Promise<Weave> {
    const kept = { historyEpoch, weave: new Weave(), storedUpTo: 0 }
    await this.grow(documentId, kept, revision)
    this.keep(documentId, kept)
    return kept.weave
  }

  /** Stores what has grown enough to be worth it. */
  async settle(documentId: string): Promise<void> {
    const kept = this.kept.get(documentId)
    if (!kept) return
    const { weave, storedUpTo, historyEpoch } = kept
    const grown = weave.revision - storedUpTo
    if (grown < worthStoring || grown < storedUpTo / 8) return
    kept.storedUpTo = weave.revision
    await this.store.save(documentId, historyEpoch, weave)
  }

  private take(documentId: string, historyEpoch: number): Kept | null {
    const kept = this.kept.get(documentId)
    // Until it has grown it isn't kept: what failed in the middle is of no use.
    this.kept.delete(documentId)
    return kept?.historyEpoch === historyEpoch ? kept : null
  }

  private async stored(documentId: string, historyEpoch: number): Promise<Kept> {
    const weave = (await this.store.load(documentId, historyEpoch)) ?? new Weave()
    return { historyEpoch, weave, storedUpTo: weave.revision }
  }

  private async grow(documentId: string, { weave }: Kept, revision: number): Promise<void> {
    if (weave.revision >= revision) return
    for await (const events of this.history.revisedAfter(documentId, weave.revision, revision)) {
      for (const event of events) {
        try {
          weaveEvent(weave, event)
        } catch (error) {
          throw new DamagedLog(documentId, event.revision, error)
        }
      }
      await breath()
    }
    if (weave.revision < revision) throw new DamagedLog(documentId, weave.revision + 1, 'It is missing')
  }

  private keep(documentId: string, kept: Kept): void {
    this.kept.set(documentId, kept)
    let bytes = [...this.kept.values()].reduce((sum, { weave }) => sum + weightOf(weave), 0)
    for (const [oldest, { weave }] of this.kept) {
      if (bytes <= this.most || oldest === documentId) break
      this.kept.delete(oldest)
      bytes -= weightOf(weave)
    }
  }
}

/** About how many bytes a weave takes: its columns, with the room that they have to grow. */
function weightOf({ tokens, revision, touches }: Weave): number {
  return 100_000 + tokens.count * 40 + revision * 32 + touches.length * 80
}
