/** Whether the phone will keep what is on it, and how much room is left. */

export interface Room {
  /** Whether the browser promised not to throw the data away. */
  persisted: boolean
  usedBytes: number
  /** Used part of what the browser allows, 0 to 1. */
  used: number
}

/** Above this part people are told before saving fails. */
export const NEARLY_FULL = 0.8

export async function askToPersist(): Promise<void> {
  const storage: StorageManager | undefined = globalThis.navigator?.storage
  if (storage && !(await storage.persisted())) await storage.persist()
}

export async function room(): Promise<Room> {
  const storage: StorageManager | undefined = globalThis.navigator?.storage
  if (!storage) return { persisted: false, usedBytes: 0, used: 0 }
  const { usage = 0, quota = 0 } = await storage.estimate()
  return { persisted: await storage.persisted(), usedBytes: usage, used: quota > 0 ? usage / quota : 0 }
}
