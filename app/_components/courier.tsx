'use client'

import { useEffect } from 'react'
import { startCourier } from '../_client/outbox/courier'

/** Shows nothing: as long as any page of ours is open, what others left unsent is sent. */
export function Courier() {
  useEffect(() => startCourier(), [])
  return null
}
