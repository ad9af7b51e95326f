import type { Page } from '@playwright/test'
import { EverdraftClient } from '@/lib/client/client'
import { prismaClient } from '@/server/database/client'
import { quantile } from '../../support/quantiles'
import { Random } from '../../support/random'
import type { Stored } from '../archive'
import type { Bench, Figure, Round } from '../bench'
import { nameless, openBrowser, signedIn } from '../browser'
import { caughtUp } from '../caught-up'
import { storeMillion } from '../million'
import { Studio } from '../scrub/studio'
import { type Seek, watchStudio } from '../scrub/watch'

const seeks = 40
const afar = 20
const playMs = 8_000
const dragSeconds = 60
const scenes = ['260 k', '1 M'] as const
type Scene = (typeof scenes)[number]
const goals = { '260 k': { open: 200, afar: 120 }, '1 M': { open: 400, afar: 200 } }

const figuresOf = (scene: Scene): Figure[] => [
  { name: `${scene}: river and list after the click`, unit: 'ms', goal: { atMost: goals[scene].open } },
  { name: `${scene}: data before the first drag`, unit: 'kB', goal: { atMost: 100 } },
  { name: `${scene}: seek at hand, few blocks differ: work p50`, unit: 'ms' },
  { name: `${scene}: seek at hand, few blocks differ: work p95`, unit: 'ms', goal: { atMost: 12 } },
  { name: `${scene}: seek at hand, most differ: work p50`, unit: 'ms' },
  { name: `${scene}: seek at hand, most differ: work p95`, unit: 'ms', goal: { atMost: 40 } },
  { name: `${scene}: the rest of it: the longest wait p95`, unit: 'ms' },
  { name: `${scene}: nothing at hand p50`, unit: 'ms' },
  { name: `${scene}: nothing at hand p95`, unit: 'ms', goal: { atMost: goals[scene].afar } },
  { name: `${scene}: the same answer, bare p95`, unit: 'ms' },
  { name: `${scene}: dragging what is at hand: frames behind`, unit: 'most', goal: { atMost: 3 } },
  { name: `${scene}: dragging over all: frames behind`, unit: 'median' },
  { name: `${scene}: dragging over all: frames behind, at worst`, unit: 'most', goal: { atMost: 3 } },
  { name: `${scene}: playback at 64×`, unit: 'frames/s' },
  { name: `${scene}: frames dropped by it, more than by an empty page`, unit: '%', goal: { atMost: 5 } },
]

export const bench: Bench = {
  about: `looking back in Chromium at the 260,000 revisions of a paper of 105,000 characters, and at 1,000,000 by 8 authors`,
  rounds: 1,
  figures: [
    ...scenes.flatMap(figuresOf),
    { name: 'an empty page', unit: 'frames/s' },
    { name: `1 M: heap after ${dragSeconds} s of dragging`, unit: 'MB', goal: { atMost: 400 } },
    { name: `1 M: of it since half of that time`, unit: 'MB' },
  ],
  async open(stage) {
    const { whole } = await stage.archive()
    const prisma = prismaClient(await stage.databaseUrl(), { max: 4 })
    const million = await storeMillion(prisma, stage.say)
    await prisma.$disconnect()
    const { url } = await stage.server()
    stage.say('waiting for the read models')
    await caughtUp(url)
    const client = await EverdraftClient.connect(url)
    const browser = await openBrowser()
    const context = await signedIn(browser, url, client)
    const bare = await browser.newContext()
    await nameless(bare)
    const yard = await bare.newPage()
    await yard.addInitScript(watchStudio)
    await yard.goto('data:text/html,<!doctype html><p>.')
    const documents: Record<Scene, Stored> = { '260 k': whole, '1 M': million }
    // Scripts come from the cache, and the server has told of it once.
    for (const stored of Object.values(documents)) await (await Studio.open(context, url, stored)).page.close()
    return {
      async round(n): Promise<Round> {
        const empty = await framesOf(yard)
        const round: Round = { 'an empty page': empty }
        for (const scene of scenes) {
          const studio = await Studio.open(context, url, documents[scene])
          await studio.page.bringToFront()
          Object.assign(round, await played(studio, scene, documents[scene], new Random(n), empty))
          if (scene === '1 M') Object.assign(round, await heaped(studio))
          await studio.page.close()
        }
        return round
      },
      async close() {
        await browser.close()
        client.close()
      },
    }
  },
}

async function framesOf(yard: Page): Promise<number> {
  await yard.bringToFront()
  return (await yard.evaluate(ms => window.scrub.frames(ms), playMs)) / (playMs / 1_000)
}

async function played(studio: Studio, scene: Scene, { head }: Stored, random: Random, empty: number): Promise<Round> {
  const atHand = await studio.seeksAtHand(random, seeks)
  const works = (all: readonly Seek[]) => all.map(({ work }) => work)
  const few = works(atHand.filter(({ differ }) => differ <= 0.05))
  const most = atHand.filter(({ differ }) => differ > 0.5)
  const far = (await studio.seeksAfar(random, afar)).map(({ took }) => took)
  const bare = await studio.bareRequests(random, afar)
  const near = await studio.dragAtHand(Math.floor(head * 0.7) - 500, 5)
  const over = await studio.dragOver(5)
  const frames = await studio.play(Math.floor(head / 2), 64, playMs)
  return Object.fromEntries(
    Object.entries({
      'river and list after the click': studio.opened,
      'data before the first drag': studio.bytes / 1_000,
      'seek at hand, few blocks differ: work p50': quantile(few, 0.5),
      'seek at hand, few blocks differ: work p95': quantile(few, 0.95),
      'seek at hand, most differ: work p50': quantile(works(most), 0.5),
      'seek at hand, most differ: work p95': quantile(works(most), 0.95),
      'the rest of it: the longest wait p95': quantile(
        most.map(({ longest }) => longest),
        0.95,
      ),
      'nothing at hand p50': quantile(far, 0.5),
      'nothing at hand p95': quantile(far, 0.95),
      'the same answer, bare p95': quantile(bare, 0.95),
      'dragging what is at hand: frames behind': near.behindMost,
      'dragging over all: frames behind': over.behindMedian,
      'dragging over all: frames behind, at worst': over.behindMost,
      'playback at 64×': frames,
      'frames dropped by it, more than by an empty page': Math.max(0, (1 - frames / empty) * 100),
    }).map(([name, value]) => [`${scene}: ${name}`, value]),
  )
}

async function heaped(studio: Studio): Promise<Round> {
  await studio.dragOver(dragSeconds / 2)
  const half = await studio.heap()
  await studio.dragOver(dragSeconds / 2)
  const whole = await studio.heap()
  return {
    [`1 M: heap after ${dragSeconds} s of dragging`]: whole,
    '1 M: of it since half of that time': whole - half,
  }
}
