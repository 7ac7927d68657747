/** Whether a person works with the keys or with the pointer. After a click WebKit gives no focus ring to what a script
 * focuses, although keys go on from there: with the keys in hand, what has the focus is always marked. */
export function watchHands(): void {
  const root = document.documentElement;
  addEventListener("keydown", () => (root.dataset.hands = "keys"), { capture: true });
  addEventListener("pointerdown", () => (root.dataset.hands = "pointer"), { capture: true });
}
