/** The note of work on several: how far it is, and a button that stops it. */
import { t } from "../i18n/index.svelte";
import { toasts } from "./toasts.svelte";

export type Progress = {
  /** The note, which says in the end what became of it. */
  note: number;
  /** Another one is done. */
  next: () => void;
  /** Whether a person stopped it. */
  readonly stopped: boolean;
};

/** Shows the note of `of` pieces; `words` says how many are `done`. `stop` hears that nothing further is wanted. */
export function progress(
  of: number,
  words: (n: { done: number; n: number }) => string,
  stop: () => void = () => undefined,
): Progress {
  let [done, stopped] = [0, false];
  const show = () => ({
    tone: "busy" as const,
    title: stopped ? t("many.stopping") : words({ done, n: of }),
    // One that is under way cannot be called back.
    ...(of > 1 && !stopped ? { action: { label: t("many.stop"), run: halt } } : {}),
  });
  const note = toasts.show(show());
  function halt(): void {
    stopped = true;
    toasts.change(note, show());
    stop();
  }
  function next(): void {
    done += 1;
    if (done < of) toasts.change(note, show());
  }
  return {
    note,
    next,
    get stopped() {
      return stopped;
    },
  };
}
