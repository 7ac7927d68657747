/** Keys, with the guard for input methods. */

/** Whether a key belongs to an input method that is composing. WebKit ends the composition before the Enter that ended
 * it arrives, so `isComposing` alone does not tell: that key still has the code 229. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether typing here is meant for a field. */
export function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox],[type=radio]), textarea, select");
}

/** A combination as the desktop takes it: `Ctrl+Alt+Shift+L`. By the key itself and not by what it writes, which Alt,
 * Shift and the layout change; `null` where the engine does not know the key. */
export function held(event: KeyboardEvent): string | null {
  if (event.code === "" || event.code === "Unidentified") return null;
  const modifiers = [
    event.ctrlKey && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && "Shift",
    event.metaKey && "Super",
  ];
  const key = event.code.replace(/^(?:Key|Digit)(?=.$)/, "");
  return [...modifiers.filter((one) => one !== false), key].join("+");
}

/** A key as the shortcut sheet writes it: `Ctrl+Shift+c`. */
export function chord(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : event.shiftKey && control ? "Shift+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${control}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}
