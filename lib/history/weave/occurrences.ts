import type { Weave } from './weave'

/** Letters of a phrase, by their places in the order, and the revisions from and to which they stood there as one. */
export type Occurrence = { places: number[]; from: number; to: number }

const blockSize = 128

type Letters = { place: number; before: Letters | null }

/** From here on the phrase's letters from the n-th on are looked for, as far as they stood there at this time. */
type Walk = { place: number; n: number; from: number; to: number; letters: Letters }

/**
 * All occurrences of a phrase in the documents of all revisions, in the order of their first letters. From each token that is the
 * first letter it goes on to what stood next to it, at each time of its life: what wasn't there at a time is passed, what
 * was there and is another letter ends that time.
 */
export function* occurrences(weave: Weave, phrase: string, caseSensitive: boolean): Generator<Occurrence> {
  const sought = Uint16Array.from(units(phrase), unit => (caseSensitive ? unit : lower[unit]!))
  const { births, deaths, letters } = inOrder(weave, caseSensitive)
  const { born, died } = lifetimes(births, deaths)
  const walks: Walk[] = []
  for (let first = 0; first < letters.length; first++) {
    if (letters[first] !== sought[0] || births[first] === deaths[first]) continue
    const [from, to] = [births[first]!, deaths[first]!]
    walks.push({ place: first + 1, n: 1, from, to, letters: { place: first, before: null } })
    for (let walk = walks.pop(); walk; walk = walks.pop()) {
      let { place, n, from, to } = walk
      if (n === sought.length) {
        yield { places: placesOf(walk.letters), from, to }
        continue
      }
      for (; place < letters.length && from < to; place++) {
        while (place % blockSize === 0 && (born[place / blockSize]! >= to || died[place / blockSize]! <= from))
          place += blockSize
        const [start, end] = [Math.max(from, births[place]!), Math.min(to, deaths[place]!)]
        if (!(start < end)) continue
        if (letters[place] === sought[n])
          walks.push({ place: place + 1, n: n + 1, from: start, to: end, letters: { place, before: walk.letters } })
        if (from < start && end < to) walks.push({ ...walk, place: place + 1, from: end, to })
        if (from < start) to = start
        else from = end
      }
    }
  }
}

/** What's asked again and again of each token, in order. 0 is the letter of what isn't text. */
function inOrder({ order, tokens }: Weave, caseSensitive: boolean) {
  const { ids } = order
  const [births, deaths] = [new Int32Array(ids.length), new Int32Array(ids.length)]
  const letters = new Uint16Array(ids.length)
  for (let place = 0; place < ids.length; place++) {
    const id = ids[place]!
    births[place] = tokens.birth[id]!
    deaths[place] = tokens.death[id]!
    letters[place] = caseSensitive ? tokens.unit[id]! : lower[tokens.unit[id]!]!
  }
  return { births, deaths, letters }
}

/** Of each so many tokens the first birth and the last death: at no other time was one of them there. */
function lifetimes(births: Int32Array, deaths: Int32Array) {
  const count = Math.ceil(births.length / blockSize)
  const [born, died] = [new Int32Array(count).fill(0x7fffffff), new Int32Array(count)]
  for (let place = 0; place < births.length; place++) {
    const block = Math.floor(place / blockSize)
    if (births[place]! < born[block]!) born[block] = births[place]!
    if (deaths[place]! > died[block]!) died[block] = deaths[place]!
  }
  return { born, died }
}

function placesOf(letters: Letters | null): number[] {
  const places: number[] = []
  for (let letter = letters; letter; letter = letter.before) places.push(letter.place)
  return places.reverse()
}

const units = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))

/** The small one of each letter, where that's one unit too. */
const lower = Uint16Array.from({ length: 0x10000 }, (_, unit) => {
  const small = String.fromCharCode(unit).toLowerCase()
  return small.length === 1 ? small.charCodeAt(0) : unit
})
