import { useState } from 'react'

/** Whether something was ever so. A dialog stays once it was asked for, so that it can close the way it came. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now)
  if (now && !ever) setEver(true)
  return ever || now
}
