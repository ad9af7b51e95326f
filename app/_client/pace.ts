/** So many times as long as its work took the page then rests from it. */
const rest = 3
/** What others write isn't kept from anybody for longer than this, in ms, however slow one frame was. */
const longestRest = 500

/**
 * Work that comes in bursts, in a page that has something better to do: the first is done at once; what comes while the page still
 * rests from it is done in one go afterwards. So what others write takes a quarter of the page's time at most, with the frames that
 * it's drawn in, and less the slower the machine is.
 * @returns takes what's to be done; of several, the last stands for all
 */
export function paced(): (work: () => void) => void {
  let next: (() => void) | null = null
  let resting = false
  const begin = (work: () => void) => {
    resting = true
    const began = performance.now()
    try {
      work()
    } finally {
      const worked = performance.now() - began
      whenDrawn(drawn => setTimeout(goOn, Math.min(rest * (worked + drawn), longestRest)))
    }
  }
  const goOn = () => {
    resting = false
    const work = next
    next = null
    if (work) begin(work)
  }
  return work => {
    if (resting) next = work
    else begin(work)
  }
}

/** Calls back when the next frame is drawn. @param done hears how many ms that took; 0 in a page that isn't seen */
function whenDrawn(done: (ms: number) => void): void {
  let end = (ms: number) => {
    end = () => {}
    done(ms)
  }
  if (document.visibilityState === 'hidden') {
    end(0)
    return
  }
  // A page can be hidden before its next frame comes.
  setTimeout(() => end(0), 500)
  requestAnimationFrame(() => {
    const began = performance.now()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => end(performance.now() - began)
    port2.postMessage(null)
  })
}

/** Calls a listener once a frame at most, before it's drawn; at once in a page that isn't seen. @returns what to call, and how to stop */
export function eachFrame(listener: () => void): { call: () => void; stop: () => void } {
  let frame = 0
  const run = () => {
    frame = 0
    listener()
  }
  return {
    call() {
      if (document.visibilityState === 'hidden') listener()
      else frame ||= requestAnimationFrame(run)
    },
    stop: () => cancelAnimationFrame(frame),
  }
}
