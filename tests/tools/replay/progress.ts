const width = 30

/** A progress bar on a terminal, a line every tenth elsewhere. */
export function progressBar(total: number, out: NodeJS.WriteStream = process.stdout): (done: number) => void {
  const began = performance.now()
  let shown = 0
  let tenth = 0
  return done => {
    const now = performance.now()
    const rate = Math.round(done / ((now - began) / 1_000))
    const line = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}  ${rate.toLocaleString('en')}/s`
    if (out.isTTY) {
      if (now - shown < 100 && done < total) return
      shown = now
      const filled = Math.round((done / total) * width)
      out.write(`\r  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${line}${done === total ? '\n' : ' '}`)
    } else if (Math.floor((done / total) * 10) > tenth) {
      tenth = Math.floor((done / total) * 10)
      out.write(`  ${tenth * 10} %  ${line}\n`)
    }
  }
}
