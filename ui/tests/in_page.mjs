/** What runs in WebKit's page to find things as Playwright does in Chromium: by a selector, `:has-text("…")` at its end,
 * `text=…`, `>> nth=N`. Playwright brings this with it; here it is the part that the screens use. */

/** Waits until the first of what the selector finds is seen (or, for `detached`, until nothing is found). Where it shall be
 * pressed, it is brought into view, and the answer is where its middle is; otherwise it may get the focus, and words in
 * place of its own: at once, as Playwright fills them in and as an input method does. Throws what stands in the way when
 * the time is over. */
export async function find({ selector, state = "visible", press = false, focus = false, fill, time = 6000 }) {
  const plain = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const all = () => {
    const [wanted, nth = "0"] = selector.split(" >> nth=");
    const skip = Number(nth);
    if (wanted.startsWith("text=")) {
      const text = plain(wanted.slice(5));
      const found = [...document.body.querySelectorAll("*")].filter((one) => plain(one.textContent).includes(text));
      return found.filter((one) => ![...one.children].some((child) => found.includes(child))).slice(skip);
    }
    const [, css, text] = /^(.*?)(?::has-text\("(.*)"\))?$/s.exec(wanted);
    const found = [...document.querySelectorAll(css)];
    return (text === undefined ? found : found.filter((one) => plain(one.textContent).includes(plain(text)))).slice(
      skip,
    );
  };
  const seen = (one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(one).visibility === "visible";
  };
  const middle = (one) => {
    const { x, y, width, height } = one.getClientRects()[0];
    return { x: x + width / 2, y: y + height / 2 };
  };
  const take = (one) => {
    if (focus) one.focus();
    if (fill === undefined) return {};
    one.select();
    document.execCommand(fill === "" ? "delete" : "insertText", false, fill);
    return {};
  };
  const lookup = () => {
    const [one] = all();
    if (state === "detached") return one ? `${selector} is still there` : {};
    if (!one) return `nothing is ${selector}`;
    if (!seen(one)) return `${selector} is not seen`;
    if (!press) return take(one);
    if (one.disabled) return `${selector} is disabled`;
    one.scrollIntoViewIfNeeded();
    const at = middle(one);
    const hit = document.elementFromPoint(at.x, at.y);
    const own = hit && (one.contains(hit) || hit.closest("label")?.control === one);
    if (!own) return `${selector} is covered by ${hit?.outerHTML.slice(0, 120) ?? "nothing"}`;
    const rests = last?.x === at.x && last.y === at.y;
    last = at;
    return rests ? { ...at, checked: one.checked } : `${selector} does not rest`;
  };
  let last;
  const end = performance.now() + time;
  for (;;) {
    const found = lookup();
    if (typeof found === "object") return found;
    if (performance.now() > end) throw new Error(found);
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((done) => requestAnimationFrame(done));
  }
}
