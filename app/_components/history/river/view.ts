import type { Axis } from '@/lib/history/axis'

/** The stretch of the past that the river shows, from edge to edge, in revisions; revision r lies between r - ½ and r + ½. */
export type View = { from: number; to: number }

/** So many revisions at least are in sight. */
const closest = 12
// Where the thumb comes to stand when it would have left the view: some way in, so that it may go on.
const ahead = 0.1

export const whole = (head: number): View => ({ from: 0.5, to: head + 0.5 })

/** Lays a stretch of the axis into the document's bounds; null where that is all of it. */
function laid(axis: Axis, head: number, start: number, span: number): View | null {
  const [first, last] = [axis.at(0.5), axis.at(head + 0.5)]
  if (span >= (last - first) * 0.999) return null
  const from = Math.min(Math.max(start, first), last - span)
  return { from: axis.back(from), to: axis.back(from + span) }
}

/**
 * Comes closer (`factor` < 1) or goes farther, and what lies at the anchor stays there.
 * @param anchor a share of the view's width
 * @returns null: all is in sight
 */
export function zoomed(view: View, axis: Axis, head: number, factor: number, anchor: number): View | null {
  const [start, end] = [axis.at(view.from), axis.at(view.to)]
  const span = (end - start) * factor
  const next = laid(axis, head, start + (end - start - span) * anchor, span)
  return factor < 1 && next && next.to - next.from < Math.min(closest, head) ? view : next
}

/** Moves along by a share of what's in sight. */
export function panned(view: View, axis: Axis, head: number, share: number): View | null {
  const [start, end] = [axis.at(view.from), axis.at(view.to)]
  return laid(axis, head, start + (end - start) * share, end - start)
}

/** The view moved so that a revision is in it. */
export function including(view: View, axis: Axis, head: number, revision: number): View | null {
  if (revision >= view.from && revision <= view.to) return view
  const [start, end] = [axis.at(view.from), axis.at(view.to)]
  const share = revision > view.to ? ahead : 1 - ahead
  return laid(axis, head, axis.at(revision) - (end - start) * share, end - start)
}

/** So many pixels at either side are no part of the track: there its ends are easy to reach. */
const margin = 8

/** Between revisions and pixels. */
export type Track = { place(revision: number): number; revisionAt(x: number): number; share(x: number): number }

export function trackOf(view: View, axis: Axis, width: number): Track {
  const [start, end] = [axis.at(view.from), axis.at(view.to)]
  const long = Math.max(width - 2 * margin, 1)
  const share = (x: number) => Math.min(Math.max((x - margin) / long, 0), 1)
  return {
    place: revision => margin + ((axis.at(revision) - start) / (end - start)) * long,
    revisionAt: x => axis.back(start + share(x) * (end - start)),
    share,
  }
}
