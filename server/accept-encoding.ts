/** Whether `Accept-Encoding` names an encoding, and not to say that it's not wanted. */
export function takes(accepted: string, encoding: string): boolean {
  const offers = accepted.split(',').map(offer =>
    offer
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  )
  return offers.some(
    ([name, ...parameters]) => name === encoding && !parameters.some(text => /^q=0(\.0*)?$/.test(text)),
  )
}
