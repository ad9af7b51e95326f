export function filmPlayer(): Promise<string>
