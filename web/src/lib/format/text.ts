/** Vietnamese text for people who type without accents. */

/** Small letters without accents: what is searched and what is searched in. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
}

/** Whether every word of what was typed stands in the folded text. */
export function found(foldedText: string, typed: string): boolean {
  return folded(typed).split(/\s+/).filter(Boolean).every((word) => foldedText.includes(word))
}
