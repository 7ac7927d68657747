/** The toasts at the lower right: they never cover what the keys act on. */
const GAP = 8;

/** What was given room at its end, so that it can be scrolled out from under the notes. */
let roomy: HTMLElement | null = null;

/** The area of the toasts; null if there are none. */
function notes(): DOMRect | null {
  const shown = [...document.querySelectorAll(".toast")].map((one) => one.getBoundingClientRect());
  const [first] = shown;
  if (!first) return null;
  const top = Math.min(...shown.map((one) => one.top));
  return new DOMRect(first.left, top, first.width, Math.max(...shown.map((one) => one.bottom)) - top);
}

const touch = (one: DOMRect, other: DOMRect): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** How much of what scrolls, which is `height` high, can be seen from its upper edge on: less where notes lie over its
 * end. */
export function seenOf(scroller: HTMLElement, height: number): number {
  const over = notes();
  if (!over) return height;
  const box = scroller.getBoundingClientRect();
  return touch(over, box) ? Math.max(0, over.top - GAP - box.top) : height;
}

/** What the keys act on, where it is drawn: of a list the row that the keyboard is on, else what has the focus. */
function acted(): HTMLElement | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const row = focused.getAttribute("aria-activedescendant");
  return row === null ? focused : document.getElementById(row);
}

/** Scrolls what the keys act on out from under the notes; gives the room back when they are gone. */
export function uncover(): void {
  const [over, it] = [notes(), acted()];
  if (!over) return give(null, 0);
  if (!it || it.matches("h1, [data-pane], .room") || it.closest(".toast, dialog, [popover]")) return;
  const box = it.getBoundingClientRect();
  if (!touch(box, over)) return;
  const scroller = scrollerOf(it);
  if (!scroller) return;
  const by = box.bottom - over.top + GAP;
  const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  if (left < by) give(scroller, by - left);
  scroller.scrollTop += by;
}

function give(to: HTMLElement | null, room: number): void {
  if (roomy !== to) roomy?.style.removeProperty("padding-bottom");
  roomy = to;
  to?.style.setProperty("padding-bottom", `${Number.parseFloat(getComputedStyle(to).paddingBottom) + room}px`);
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  return null;
}
