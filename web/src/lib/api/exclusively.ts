/** One tab of this browser at a time. */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = globalThis.navigator?.locks
  if (!locks) return work()
  let result: T | undefined
  await locks.request(name, async () => {
    result = await work()
  })
  return result as T
}
