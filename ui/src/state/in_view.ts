/** What a person looks at: keys act on that, and on nothing that lies behind it or beside another screen. */
import { app } from "./app.svelte";
import { dialogs } from "./dialogs.svelte";

/** Whether something lies over the window: a dialog of its own, one of a form, or a menu. A dialog that is asked for
 * and not drawn yet lies over it as well. */
export const covered = (): boolean =>
  dialogs.open !== null || document.querySelector("dialog[open], [popover=auto]:popover-open") !== null;

/** Whether the list and the session beside it are what is shown. */
export const listIsShown = (): boolean => app.pane.screen === "session" && !covered();
