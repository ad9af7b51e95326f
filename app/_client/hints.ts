'use client'

import { useEffect, useState } from 'react'

const keyOf = (name: string) => `everdraft:hint:${name}`

function isFollowed(name: string): boolean {
  try {
    return localStorage.getItem(keyOf(name)) !== null
  } catch {
    // Where nothing can be kept, a hint that comes back each time would be a nuisance.
    return true
  }
}

/** Whether a hint is still to be shown: until it has been followed once, in this browser. */
export function useHint(name: string, followed: boolean): boolean {
  const [wanted, setWanted] = useState(false)
  useEffect(() => setWanted(!isFollowed(name)), [name])
  useEffect(() => {
    if (!followed) return
    setWanted(false)
    try {
      localStorage.setItem(keyOf(name), 'followed')
    } catch {
      // It's shown by nobody then either.
    }
  }, [name, followed])
  return wanted && !followed
}
