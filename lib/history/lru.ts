/** The `capacity` most recently used values; the one not used for longest goes first. */
export class Lru<K, V> {
  private readonly values = new Map<K, V>()

  constructor(private readonly capacity: number) {}

  get(key: K): V | undefined {
    const value = this.values.get(key)
    if (value === undefined) return undefined
    this.values.delete(key)
    this.values.set(key, value)
    return value
  }

  /** The value without counting it as a use. */
  peek(key: K): V | undefined {
    return this.values.get(key)
  }

  set(key: K, value: V): void {
    this.values.delete(key)
    this.values.set(key, value)
    if (this.values.size > this.capacity) this.values.delete(this.values.keys().next().value as K)
  }

  delete(key: K): void {
    this.values.delete(key)
  }

  keys(): Iterable<K> {
    return this.values.keys()
  }

  clear(): void {
    this.values.clear()
  }
}
