/** Asked for once, whoever needs it first: WebKit gives a script that is still loading to a second asker before it has run it. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}

/** The parts of the window that are loaded after the first script: the main screen at once, the others after the first
 * paint, in the order in which keys open them. */
export const parts = {
  Main: once(() => import("./Main.svelte")),
  Palette: once(() => import("../palette/Palette.svelte")),
  SignIn: once(() => import("../sign_in/SignIn.svelte")),
  Settings: once(() => import("../settings/Settings.svelte")),
  Editor: once(() => import("../profiles/Editor.svelte")),
  Inbox: once(() => import("../inbox/Inbox.svelte")),
  Board: once(() => import("../board/Board.svelte")),
  Profiles: once(() => import("../profiles/Profiles.svelte")),
  JobsPane: once(() => import("../authkeys/JobsPane.svelte")),
  Authkeys: once(() => import("../authkeys/Authkeys.svelte")),
  SignInMany: once(() => import("../dialogs/SignInMany.svelte")),
  LargeType: once(() => import("../dialogs/LargeType.svelte")),
  Shortcuts: once(() => import("../dialogs/Shortcuts.svelte")),
};

/** Loads them all before they are needed. */
export function preload(): void {
  void Promise.allSettled(Object.values(parts).map((load) => load()));
}
