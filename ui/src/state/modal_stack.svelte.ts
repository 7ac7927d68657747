/** Which dialogs lie over the window. Below the uppermost everything is inert. */
import { untrack } from "svelte";

class Layers {
  /** The uppermost last. */
  list = $state.raw<readonly HTMLDialogElement[]>([]);
  readonly top: HTMLDialogElement | null = $derived(this.list.at(-1) ?? null);
}

export const layers = new Layers();

/** Opens a dialog over all else; gives back what closes it, and the focus to what had it. */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  untrack(() => (layers.list = [...layers.list, dialog]));
  return () => {
    dialog.close();
    layers.list = layers.list.filter((one) => one !== dialog);
    if (before instanceof HTMLElement) before.focus();
  };
}
