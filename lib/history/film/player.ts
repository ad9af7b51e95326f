import { advance, playedPause, speeds } from '../playback'
import { unpackFilm } from './data'
import { Drawing } from './draw'
import { Reel } from './reel'
import { Screen } from './screen'

// The script of a film: it finds what was packed beside it, and plays it.

/** So long takes a film at the speed that it begins with. */
const fittedMs = 60_000

async function begin(): Promise<void> {
  const data = await unpackFilm(document.querySelector('#film')!.textContent!)
  const reel = new Reel(data)
  const screen = new Screen(data)
  const drawing = new Drawing(screen.page)
  const authors = new Map(data.authors.map(author => [author.authorId, author]))
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  let revision = data.from
  let speed = 0
  let frame: number | null = null

  const show = (next: number, isPlayed = false) => {
    const before = revision
    revision = Math.min(Math.max(Math.round(next), data.from), data.to)
    const { doc, title, recordedAt } = reel.at(revision)
    const isNear = isPlayed || Math.abs(revision - before) === 1
    const event = reel.event(revision)
    const author = authors.get(event?.authorId ?? data.keyframes[0]!.author)
    const fresh = drawing.show(doc)
    screen.show({ revision, title, recordedAt, author, fresh: isNear ? fresh : [] })
    if (isPlayed && fresh.length > 0) screen.follow(fresh.at(-1)!, still.matches)
  }
  /** Recorded ms a ms of the film. */
  const pace = () => speed || Math.max(1, played(reel, data.from, data.to) / fittedMs)
  const pause = () => {
    if (frame !== null) cancelAnimationFrame(frame)
    frame = null
    screen.playing = false
  }
  const play = () => {
    if (revision >= data.to) show(data.from)
    screen.playing = true
    const paced = pace()
    let [last, left] = [performance.now(), 0]
    const step = (now: number) => {
      const next = advance(revision => reel.timeOf(revision), revision, data.to, left + (now - last) * paced)
      last = now
      left = next.left
      if (next.revision !== revision) show(next.revision, true)
      if (revision >= data.to) pause()
      else frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }
  const toggle = () => (frame === null ? play() : pause())
  const again = (next: number) => {
    speed = next
    if (frame === null) return
    pause()
    play()
  }
  const seek = (next: number) => {
    pause()
    show(next)
  }
  screen.listen({
    toggle,
    seek,
    step: by => seek(revision + by),
    speed: again,
    faster: by => {
      const index = speeds.findLastIndex(each => each <= pace()) + by
      const next = speeds[Math.min(Math.max(index, 0), speeds.length - 1)]!
      screen.speed = next
      again(next)
    },
  })
  show(data.from)
}

/** How long a film is at the speed of writing, pauses squeezed. */
function played(reel: Reel, from: number, to: number): number {
  // Of a long one it's enough to look at some.
  const sample = Math.max(1, Math.ceil((to - from) / 5_000))
  let ms = 0
  for (let revision = from; revision < to; revision += sample)
    ms += playedPause(reel.timeOf(revision), reel.timeOf(Math.min(revision + 1, to))) * sample
  return ms
}

void begin()
