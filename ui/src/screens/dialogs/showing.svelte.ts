/** A token that fills a dialog: asked for when it opens, and the dialog goes when its time is over. */
import { untrack } from "svelte";
import { reveal } from "../../state/actions";
import { dialogs } from "../../state/dialogs.svelte";
import { TimedSecret } from "../../state/timed_secret.svelte";

const FORMS = { large: "text", qr: "qr" } as const;

/** Called while the dialog is created. */
export function showing(kind: keyof typeof FORMS, name: string): TimedSecret {
  const shown = new TimedSecret();
  /** Dismissed, or closed in favour of a question, it is another one or none. */
  const mine = untrack(() => dialogs.open);
  let ready = $state(false);

  async function begin(): Promise<void> {
    await reveal({ name, form: FORMS[kind], confirmed: false }, (value, confirmed) => {
      if (dialogs.open === mine) {
        shown.take(value);
        ready = true;
      } else if (confirmed && dialogs.open === null) dialogs.show({ kind, name });
    });
    if (!ready && dialogs.open === mine) dialogs.close();
  }

  $effect(() => void untrack(begin));
  $effect(() => {
    if (ready && shown.value === null && dialogs.open === mine) dialogs.close();
  });
  return shown;
}
