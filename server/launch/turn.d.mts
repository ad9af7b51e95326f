export function inTurn<T>(work: () => Promise<T>): Promise<T>
