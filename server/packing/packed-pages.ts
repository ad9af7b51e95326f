import type { PackAnswer, Packed, PackJob } from './pack'

/** A page of a document as it was under some history epoch. */
export type PageOf = PackJob & { historyEpoch: number; full: boolean }

/** Bytes of full pages that are kept packed: some ten thousand pages of people typing. */
const mostKept = 16 * 1024 * 1024

/**
 * Pages, packed when somebody first asks. Those that are full are kept for the next one, the longest unused dropped first.
 * A cache: forget it, and every answer stays the same.
 */
export class PackedPages {
  private readonly kept = new Map<string, { documentId: string; packed: Packed }>()
  private readonly underWay = new Map<string, Promise<PackAnswer | 'busy'>>()
  private bytes = 0
  private forgotten = 0

  constructor(
    private readonly pack: (job: PackJob) => Promise<PackAnswer | 'busy'>,
    private readonly most = mostKept,
  ) {}

  /** How large a page is that's at hand; null where it has to be made. */
  keptBytes(page: PageOf): number | null {
    return this.kept.get(keyOf(page))?.packed.page.length ?? null
  }

  /** A page; asked for by many at once it's made once. */
  async get(page: PageOf): Promise<PackAnswer | 'busy'> {
    const key = keyOf(page)
    const found = this.kept.get(key)
    if (found) {
      this.kept.delete(key)
      this.kept.set(key, found)
      return found.packed
    }
    const begun = this.underWay.get(key) ?? this.make(key, page)
    this.underWay.set(key, begun)
    return begun
  }

  /** Drops what's kept of a document: it was deleted, or its past isn't what it was. */
  forget(documentId: string): void {
    this.forgotten++
    for (const [key, entry] of this.kept) if (entry.documentId === documentId) this.drop(key)
  }

  private async make(key: string, { documentId, from, to, full }: PageOf): Promise<PackAnswer | 'busy'> {
    const { forgotten } = this
    try {
      const answer = await this.pack({ documentId, from, to })
      const whole = full && typeof answer === 'object' && 'page' in answer && answer.to === to
      // What was read before something was forgotten may be just that.
      if (whole && forgotten === this.forgotten) this.keep(key, documentId, answer)
      return answer
    } finally {
      this.underWay.delete(key)
    }
  }

  private keep(key: string, documentId: string, packed: Packed): void {
    this.kept.set(key, { documentId, packed })
    this.bytes += packed.page.length
    while (this.bytes > this.most) this.drop(this.kept.keys().next().value!)
  }

  private drop(key: string): void {
    this.bytes -= this.kept.get(key)!.packed.page.length
    this.kept.delete(key)
  }
}

const keyOf = ({ documentId, historyEpoch, from, to }: PageOf) => `${documentId} ${historyEpoch} ${from}-${to}`
