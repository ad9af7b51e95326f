import { expect, test } from 'vitest'
import { ids } from '../support/deciding'
import { Desk, type Person } from '../support/desk'
import { Random } from '../support/random'

/** Anna and Ben at a desk where things arrive now and then. Ben writes capital letters only, Anna small ones. */
class Scene {
  readonly random: Random
  private constructor(
    readonly desk: Desk,
    readonly anna: Person,
    readonly ben: Person,
    seed: number,
  ) {
    this.random = new Random(seed)
  }

  static async with(seed: number, ...texts: string[]): Promise<Scene> {
    const desk = await Desk.with(...texts)
    return new Scene(desk, await desk.sit(ids.anna), await desk.sit(ids.ben), seed)
  }

  /** Some time passes, in which Ben may write somewhere, or after a word. */
  async meanwhile(after?: string): Promise<void> {
    for (let i = 0; i < 3; i++) {
      if (this.random.chance(0.5)) await this.desk.clock.step()
      if (!this.random.chance(0.2)) continue
      if (after) this.ben.type('B', { after })
      else this.insert(this.ben, 'B')
    }
  }

  insert(person: Person, text: string): void {
    const at = this.somewhere(person)
    person.do(tr => tr.insertText(text, at))
  }

  /** Anna takes some of the text of one paragraph away. */
  erase(): void {
    const from = this.somewhere(this.anna)
    const $from = this.anna.state.doc.resolve(from)
    const to = Math.min($from.end(), from + 1 + this.random.below(4))
    if (from < to) this.anna.do(tr => tr.delete(from, to))
  }

  private somewhere({ state }: Person): number {
    const places: number[] = []
    state.doc.descendants((node, position) => {
      if (node.isTextblock) for (let i = 0; i <= node.content.size; i++) places.push(position + 1 + i)
    })
    return this.random.pick(places)
  }
}

const seeds = Array.from({ length: 60 }, (_, i) => i + Number(process.env.SEED ?? 1))

test("[UN1] [UN2] undoing everything takes all of one's own and leaves the others', and redoing it brings it back", async () => {
  for (const seed of seeds) {
    const scene = await Scene.with(seed, '123', '456')
    const { anna, desk, random } = scene
    for (let i = 0; i < 8; i++) {
      if (random.chance(0.3)) scene.erase()
      else scene.insert(anna, 'abcdef'.slice(0, 1 + random.below(6)))
      await scene.meanwhile()
    }
    await desk.settle()
    const before = await desk.seen()
    while (anna.undoable > 0) {
      anna.undo()
      await desk.settle()
    }
    const after = await desk.seen()
    expect(after.replaceAll('B', ''), `seed ${seed}`).toBe('123|456')
    expect(capitals(after), `seed ${seed}`).toBeGreaterThanOrEqual(capitals(before))
    while (anna.redoable > 0) {
      anna.redo()
      await desk.settle()
    }
    expect(await desk.seen(), `seed ${seed}`).toBe(before)
  }
})

test('[UN3] undo and redo come back to the same words, whatever arrives meanwhile', async () => {
  for (const seed of seeds) {
    const scene = await Scene.with(seed, 'Anna:', 'Ben:')
    const { anna, desk, random } = scene
    const words = ['is', 'an', 'ox']
    for (const [i, word] of words.entries()) {
      const after = `Anna:${words.slice(0, i).join('')}`
      for (const [j, letter] of [...word].entries()) {
        const at = 1 + after.length + j
        anna.dispatch(anna.state.tr.insertText(letter, at).setMeta('apart', j === 0))
        anna.binding.takeLocal()
        await scene.meanwhile('Ben:')
      }
    }
    const times = 1 + random.below(words.length)
    for (let i = 0; i < times; i++) {
      anna.undo()
      await scene.meanwhile('Ben:')
    }
    expect(anna.sees.split('|')[0], `seed ${seed}`).toBe(`Anna:${words.slice(0, -times).join('')}`)
    for (let i = 0; i < times; i++) {
      anna.redo()
      if (random.chance(0.5)) await scene.meanwhile('Ben:')
    }
    await desk.settle()
    expect((await desk.seen()).split('|')[0], `seed ${seed}`).toBe('Anna:isanox')
  }
})

const capitals = (text: string) => text.split('B').length - 1
