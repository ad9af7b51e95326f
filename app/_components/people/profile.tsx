'use client'

import { onDemand } from '../ui/on-demand'

/** A button (`trigger`) that opens one's own name and colour to be changed. */
export const Profile = onDemand(() => import('./profile-popover').then(module => module.ProfilePopover), 'dialog')
