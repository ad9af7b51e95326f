/** A map that keeps the `size` values that were used last. */
export class Cache<T> {
  private readonly values = new Map<string, T>()

  constructor(private readonly size: number) {}

  get(key: string): T | undefined {
    const value = this.values.get(key)
    if (value !== undefined) {
      this.values.delete(key)
      this.values.set(key, value)
    }
    return value
  }

  set(key: string, value: T): void {
    this.values.delete(key)
    this.values.set(key, value)
    if (this.values.size > this.size) this.values.delete(this.values.keys().next().value!)
  }

  delete(key: string): void {
    this.values.delete(key)
  }

  deleteWhere(test: (value: T) => boolean): void {
    for (const [key, value] of this.values) if (test(value)) this.values.delete(key)
  }
}
