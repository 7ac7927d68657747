/** What is measured in a page. Both functions run in it. */

/** Waits until nothing moves or arrives any more. On a slow machine one frame may take as long as an answer: what comes at
 * once has come, and frames as well as time have passed. */
export async function settled() {
  const [QUIET, FRAMES] = [60, 4];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  let [changed, frames] = [performance.now(), 0];
  const watch = new MutationObserver(() => ([changed, frames] = [performance.now(), 0]));
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  await document.fonts.ready;
  const end = changed + 4000;
  const moves = () =>
    globalThis.frozen?.waiting.size > 0 ||
    document
      .getAnimations()
      .some((one) => one.playState === "running" && one.effect?.getTiming().iterations !== Infinity) ||
    [...document.images].some((one) => !one.complete);
  const rests = () => frames > FRAMES && performance.now() - changed >= QUIET && !moves();
  do {
    // oxlint-disable-next-line no-await-in-loop
    await frame();
    frames += 1;
  } while (performance.now() < end && !rests());
  watch.disconnect();
}

/** Every element in its order with its box and what of it is seen, and whether what has the focus is in view: as JSON,
 * since thousands of small objects take longer to hand over than to measure. `marks` are selectors; the ones that an
 * element is found by are told with it. */
export function measure(marks) {
  const [wide, high] = [innerWidth, innerHeight];
  const SLACK = 3;
  const SKIPPED = "script, style, option, br, wbr, .spoken, svg *";
  const classes = (one) =>
    [...one.classList]
      .filter((name) => !name.startsWith("svelte-"))
      .map((name) => `.${name}`)
      .join("");
  const called = (one) => `${one.localName}${one.id && !/\d|:/.test(one.id) ? `#${one.id}` : ""}${classes(one)}`;
  const words = (one) =>
    [...one.childNodes]
      .filter((node) => node.nodeType === 3)
      .map((node) => node.data)
      .join(" ");

  /** Whether something lies over the middle of it. */
  const covered = (one, box) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (x < 0 || y < 0 || x >= wide || y >= high) return false;
    const hit = document.elementFromPoint(x, y);
    return hit !== null && !one.contains(hit) && !hit.contains(one);
  };

  /** Whether it is outside the window where nothing brings it in: no pane scrolls around it, and none cuts it off. */
  const outside = (one, box) => {
    if (box.left >= -SLACK && box.top >= -SLACK && box.right <= wide + SLACK && box.bottom <= high + SLACK)
      return false;
    for (let at = one; at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (at !== one && (style.overflowX !== "visible" || style.overflowY !== "visible")) return false;
      if (style.position === "fixed" || at.matches(":popover-open, dialog:modal")) return true;
    }
    return true;
  };

  /** Whether what has the focus is seen whole, with its help: `null` where nothing has it that is pressed or typed into. */
  const focusInView = () => {
    const one = document.activeElement;
    if (!one?.matches("input, select, textarea, button, summary, a")) return null;
    const box = (one.closest(".field, label") ?? one).getBoundingClientRect();
    return box.top >= -SLACK && box.bottom <= high + SLACK && !covered(one, one.getBoundingClientRect());
  };

  const list = [];
  const walk = (one, path) => {
    const counts = {};
    for (const child of one.children) {
      if (child.matches(SKIPPED)) continue;
      const name = called(child);
      counts[name] = (counts[name] ?? 0) + 1;
      const key = `${path} > ${name}${counts[name] > 1 ? `(${counts[name]})` : ""}`;
      if (!child.checkVisibility({ visibilityProperty: true })) continue;
      const box = child.getBoundingClientRect();
      if (box.width > 0 && box.height > 0)
        list.push({
          key,
          box: [box.left, box.top, box.right, box.bottom].map((side) => Math.round(side * 10) / 10),
          covered: covered(child, box),
          outside: outside(child, box),
          cut: child.clientWidth > 1 && child.scrollWidth > child.clientWidth + 1,
          words: words(child).trim().slice(0, 24),
          marks: marks.flatMap((css, n) => (child.matches(css) ? [n] : [])),
        });
      if (child.localName !== "svg") walk(child, key);
    }
  };
  const focus = focusInView();
  // How far the panes around it were scrolled for it is each engine's own.
  for (let at = document.activeElement; at; at = at.parentElement) at.scrollTop = 0;
  // What lies behind a dialog is out of reach; without the dialog it is a screen of its own.
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  if (dialog) walk({ children: [dialog] }, "");
  else walk(document.body, "body");
  return JSON.stringify({ list, focus });
}
