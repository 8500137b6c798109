/** Opens a dialog over all else; when it goes, in whichever way, the focus is where it was. */
export function modal(node: HTMLDialogElement): () => void {
  const before = document.activeElement
  node.showModal()
  return () => {
    const lost = document.activeElement === document.body || document.activeElement === null
    if (lost && before instanceof HTMLElement && before.isConnected) before.focus()
  }
}
