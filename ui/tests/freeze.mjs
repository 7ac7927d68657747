/** Where the window is, for both engines. */
export const ZONE = "Asia/Shanghai";
/** A Saturday evening there. */
export const NOW = Date.parse("2026-11-21T20:24:00+08:00");

/** Runs in the page, before everything else of it: time stands still at `?now=`, so that two engines show the same
 * digits. What the page waits for at most a second comes at once, what it would wait for longer never comes: nothing that
 * is shown goes away by itself. What goes wrong in the page is kept in `frozen.wrong`. With `even` letters are equally
 * wide in both engines: these differ in how they kern, and by half a pixel in how wide a space between digits of equal
 * width is, and so a line may end a word earlier. Nothing turns either, and nothing holds its place when what is above it
 * grows, which WebKit does not do at all. */
export function freeze() {
  const asked = new URLSearchParams(location.search);
  const now = Number(asked.get("now"));
  const LONG = 1000;
  const { setTimeout: later, clearTimeout: never } = globalThis;
  /** `hang`: the backend answers nothing more, so that what is under way stays so. `waiting`: what comes at once, and has
   * not come yet; a busy engine takes its time. */
  const frozen = { wrong: [], hang: false, waiting: new Set() };
  globalThis.frozen = frozen;

  globalThis.Date = class extends Date {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [now]));
    }
    static now() {
      return now;
    }
  };
  globalThis.setTimeout = (run, wait = 0, ...given) => {
    if (wait >= LONG || (frozen.hang && wait > 0)) return 0;
    const id = later(() => {
      frozen.waiting.delete(id);
      run(...given);
    });
    frozen.waiting.add(id);
    return id;
  };
  globalThis.clearTimeout = (id) => {
    frozen.waiting.delete(id);
    never(id);
  };
  let drawn = 1;
  Math.random = () => (drawn = (drawn * 16807) % 2147483647) / 2147483647;

  if (asked.has("even")) {
    const even = new CSSStyleSheet();
    even.replaceSync(
      `*, ::before, ::after { font-kerning: none !important; font-variant-numeric: normal !important;
         text-spacing-trim: space-all !important; animation: none !important; overflow-anchor: none !important; }`,
    );
    document.adoptedStyleSheets = [even];
  }

  const tell = (line) => frozen.wrong.push(line);
  const { error } = globalThis.console;
  globalThis.console.error = (...words) => {
    tell(`console: ${words.join(" ")}`);
    error(...words);
  };
  addEventListener("error", (event) => tell(`error: ${event.message ?? event.target?.src}`), true);
  addEventListener("unhandledrejection", (event) => tell(`unhandled rejection: ${event.reason}`));
  addEventListener("securitypolicyviolation", (event) =>
    tell(`policy: ${event.violatedDirective} ${event.blockedURI}`),
  );
}
