/** Files that people bring: what kind they are, and how they are sent. */
export type FileKind = 'text/csv' | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const ACCEPT = '.xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** By the name: browsers call CSV many things. */
export const kindOf = (file: File): FileKind =>
  /\.xlsx$/i.test(file.name) ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv'

/** What openapi-fetch needs to send a file as it is. */
export const sentAs = (file: File) => ({
  headers: { 'Content-Type': kindOf(file) },
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as Blob,
})

/** A file of the same content is the same intent: repeated, it is brought once. */
export const sameFile = (file: File): object => ({ name: file.name, size: file.size, changed: file.lastModified })
