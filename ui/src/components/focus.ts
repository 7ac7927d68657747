/** Moves the focus and scrolls it into view. */

/** How much of what follows a control is shown with it, in pixels: the button below a field. */
const BELOW = 48;

/** Puts the focus on the control of a field, by the field's name, opening what it is folded in. */
export function focusField(within: HTMLElement, name: string): boolean {
  const field = [...within.querySelectorAll<HTMLElement>("[data-field]")].find((one) => one.dataset.field === name);
  const control = field?.querySelector<HTMLElement>("input, textarea, select");
  if (!control) return false;
  const folded = control.closest("details");
  if (folded) folded.open = true;
  control.focus();
  if (control instanceof HTMLInputElement && control.type !== "checkbox" && control.type !== "radio") control.select();
  reveal(control);
  return true;
}

/** Brings a control to the middle of what scrolls around it, unless it is seen whole, with its help and what follows.
 * WebKit by itself is content with the control at the very edge, its help and the button out of sight. */
export function reveal(control: HTMLElement): void {
  const scroller = scrollerOf(control);
  if (!scroller || control.matches("[role=listbox]")) return;
  const whole = (control.closest(".field, label") ?? control).getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  const bottom = Math.min(view.bottom, window.innerHeight);
  const isSeen = whole.top >= view.top && whole.bottom + BELOW <= bottom;
  if (isSeen || whole.height > bottom - view.top) return;
  scroller.scrollTop += (whole.top + whole.bottom) / 2 - (view.top + bottom) / 2;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight;
    if (scrolls) return at;
  }
  return null;
}
