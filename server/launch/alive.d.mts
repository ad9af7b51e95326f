export function startOf(pid: number): string
export function isAlive(holder: { pid: number; started: string }): boolean
