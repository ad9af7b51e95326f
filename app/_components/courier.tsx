'use client'

import { useEffect } from 'react'

const rest = 2_000

/** Shows nothing: as long as any page of ours that runs is open, what others left unsent is sent. It can wait until the page is there. */
export function Courier() {
  useEffect(() => {
    let stop = () => {}
    let here = true
    const timer = setTimeout(() => {
      import('../_client/outbox/courier').then(
        ({ startCourier }) => {
          if (here) stop = startCourier()
        },
        // Without the network nothing could be sent anyway; the next page tries again.
        () => {},
      )
    }, rest)
    return () => {
      here = false
      clearTimeout(timer)
      stop()
    }
  }, [])
  return null
}
