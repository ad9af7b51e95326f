'use client'

import { useEffect, useState } from 'react'
import { getMe } from '@/app/_client/api'
import { words } from '@/app/_words'
import type { Author } from '@/lib/protocol/people'
import { Avatar } from './avatar'
import { Profile } from './profile'

/** Oneself, on pages without an open document. Shows nothing until it's known who that is. */
export function ProfileButton() {
  const [me, setMe] = useState<Author | null>(null)
  useEffect(() => {
    let here = true
    void getMe().then(result => here && result.ok && setMe(result.value))
    return () => {
      here = false
    }
  }, [])
  if (!me) return <span className="size-9" />
  return (
    <Profile
      me={me}
      onChanged={setMe}
      trigger={
        <button
          type="button"
          aria-label={`${words.people.profile}: ${me.name}`}
          className="inline-flex min-h-9 items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover"
        >
          <Avatar name={me.name} color={me.color} />
          <span className="max-w-40 truncate max-sm:hidden">{me.name}</span>
        </button>
      }
    />
  )
}
