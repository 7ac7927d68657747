/** The boxes of a page in two engines, compared. */
import { accepted } from "./accepted.mjs";

/** The selectors of what may differ. */
export const marks = accepted.map((one) => one.element);

/** How far they may be apart, in pixels. */
const APART = 2;

const size = ([left, top, right, bottom]) =>
  `${round(right - left)} x ${round(bottom - top)} at ${round(left)},${round(top)}`;
const round = (side) => Math.round(side * 10) / 10;
const apart = (a, b) => a.some((side, n) => Math.abs(side - b[n]) > APART);
const larger = ([l, t, r, b], [left, top, right, bottom]) =>
  Math.abs(r - l - (right - left)) > APART || Math.abs(b - t - (bottom - top)) > APART;

/** How an element of one engine differs from the same one of the other: what, and in which words. */
function apartIn(chromium, webkit) {
  const found = [];
  if (larger(chromium.box, webkit.box))
    found.push(["size", `${size(chromium.box)} in Chromium, ${size(webkit.box)} in WebKit`]);
  else if (apart(chromium.box, webkit.box))
    found.push(["place", `${size(chromium.box)} in Chromium, ${size(webkit.box)} in WebKit`]);
  if (chromium.covered !== webkit.covered)
    found.push(["covered", `is covered in ${webkit.covered ? "WebKit" : "Chromium"} only`]);
  if (chromium.cut !== webkit.cut) found.push(["cut", `is cut in ${webkit.cut ? "WebKit" : "Chromium"} only`]);
  if (chromium.outside || webkit.outside)
    found.push([
      "outside",
      `is outside the window in ${chromium.outside ? (webkit.outside ? "both" : "Chromium") : "WebKit"}`,
    ]);
  return found;
}

/** Every difference between two pages: `{ key, what, line, marks, words }`. */
function compare(chromium, webkit) {
  const there = new Map(webkit.list.map((one) => [one.key, one]));
  const found = [];
  if (chromium.focus !== webkit.focus) {
    const line = `is in view: ${chromium.focus} in Chromium, ${webkit.focus} in WebKit`;
    found.push({ key: "the focus", what: "focus", line, marks: [], words: "" });
  }
  for (const one of chromium.list) {
    const other = there.get(one.key);
    there.delete(one.key);
    const tell = (what, line) => found.push({ key: one.key, what, line, marks: one.marks, words: one.words });
    if (!other) tell("missing", "is seen in Chromium only");
    else for (const [what, line] of apartIn(one, other)) tell(what, line);
  }
  for (const { key, marks, words } of there.values())
    found.push({ key, what: "missing", line: "is seen in WebKit only", marks, words });
  return found;
}

/** The lines that tell a person of them: what differs by itself, then what was moved and not with all that is around it,
 * then what lies over what; and how much more there is. */
function lines(found) {
  const within = (one, other) => one.key.startsWith(`${other.key} >`);
  const innermost = (some) =>
    some.filter((one) => !some.some((other) => other.what === one.what && within(other, one)));
  const outermost = (some) => some.filter((one) => !some.some((other) => within(one, other)));
  const [moved, covered] = ["place", "covered"].map((what) => found.filter((one) => one.what === what));
  const rest = found.filter((one) => !moved.includes(one) && !covered.includes(one));
  const shown = [...innermost(rest), ...outermost(moved), ...outermost(covered)].slice(0, 5);
  const told = shown.map(({ key, line, words }) => `${key.split(" > ").slice(-3).join(" > ")} "${words}" ${line}`);
  const more = found.length - shown.length;
  return more > 0 ? [...told, `and ${more} more`] : told;
}

const met = new Set();
/** Whether a difference is one that may be. */
function isAccepted(name, { what, marks }) {
  const fits = (one) => one.what.includes(what) && (one.screens?.includes(name) ?? true);
  const found = marks.filter((n) => fits(accepted[n]));
  for (const n of found) met.add(n);
  return found.length > 0;
}

/** What is wrong with a state that was laid out in both engines, in a line each. */
export function differences({ name, chromium, webkit }) {
  const wrong = webkit.wrong.map((line) => `WebKit: ${line}`);
  if (wrong.length > 0 || chromium.wrong.length > 0) return wrong;
  return lines(compare(chromium, webkit).filter((one) => !isAccepted(name, one)));
}

/** What was accepted and is met no more. */
export const unmet = () =>
  accepted
    .filter(({ sometimes }, n) => !sometimes && !met.has(n))
    .map(({ element }) => `accepted, and never met: ${element}`);
