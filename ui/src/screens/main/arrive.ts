/** Puts the focus into a screen that was opened: on its heading, unless the screen itself takes it to a field. Until the
 * screen is drawn the pane has it, so that no key goes to what had it before. */
export function arrive(room: HTMLElement): () => void {
  room.focus({ preventScroll: true });
  const seen = new MutationObserver(look);
  function look(): void {
    const heading = room.querySelector<HTMLElement>("h1");
    if (!heading) return;
    seen.disconnect();
    if (document.activeElement !== room && document.activeElement !== document.body) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  seen.observe(room, { childList: true, subtree: true });
  look();
  return () => seen.disconnect();
}
