/** The parts of the window that are loaded after the first paint, in the order in which keys open them. */
export function preload(): void {
  void Promise.allSettled([
    import("../palette/Palette.svelte"),
    import("../sign_in/SignIn.svelte"),
    import("../settings/Settings.svelte"),
    import("../profiles/Editor.svelte"),
    import("../inbox/Inbox.svelte"),
    import("../board/Board.svelte"),
    import("../profiles/Profiles.svelte"),
    import("../authkeys/JobsPane.svelte"),
    import("../authkeys/Authkeys.svelte"),
    import("../dialogs/SignInMany.svelte"),
    import("../dialogs/LargeType.svelte"),
    import("../dialogs/Shortcuts.svelte"),
  ]);
}
