/** A page in WebKitGTK with the calls of Playwright's page that the screens use, so that one list of screens drives both
 * engines. What is pressed and typed are real events of the window. */
import { find } from "./in_page.mjs";
import { serve } from "./serve.mjs";
import { webdriver } from "./webdriver.mjs";

/** The codes that WebDriver has for keys which are no characters. */
const KEYS = {
  Backspace: "\ue003",
  Tab: "\ue004",
  Enter: "\ue006",
  Shift: "\ue008",
  Control: "\ue009",
  Alt: "\ue00a",
  Escape: "\ue00c",
  Space: " ",
  PageUp: "\ue00e",
  PageDown: "\ue00f",
  End: "\ue010",
  Home: "\ue011",
  ArrowLeft: "\ue012",
  ArrowUp: "\ue013",
  ArrowRight: "\ue014",
  ArrowDown: "\ue015",
  Delete: "\ue017",
  F6: "\ue036",
};
const down = (key) => ({ type: "keyDown", value: KEYS[key] ?? key });
const up = (key) => ({ type: "keyUp", value: KEYS[key] ?? key });
/** The keys of "Control+Shift+c", or of "Control++". */
const chord = (text) => text.match(/[^+]+|\+$/g);

function keyboardOf(driver) {
  const keys = (actions) => driver.command("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] });
  return {
    press: (text) => keys([...chord(text).map(down), ...chord(text).toReversed().map(up)]),
    type: (text) => keys([...text].flatMap((key) => [down(key), up(key)])),
    down: (key) => keys([down(key)]),
    up: (key) => keys([up(key)]),
  };
}

/** Runs in the page: a window in which nothing changes draws nothing, and a picture of it is never finished. What is
 * changed lies outside the window. */
function redraw(on) {
  const { style } = document.documentElement;
  clearInterval(globalThis.redrawing);
  if (!on) return style.removeProperty("outline");
  const draw = () => style.setProperty("outline", `1px solid rgb(0 0 0 / ${Math.random()})`);
  globalThis.redrawing = setInterval(draw, 16);
}

function mouseOf(driver) {
  const pointer = (actions) => {
    const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    return driver.command("POST", "/actions", { actions: [mouse] });
  };
  const to = (x, y) => ({ type: "pointerMove", x: Math.floor(x), y: Math.floor(y), duration: 0 });
  const [press, release] = ["pointerDown", "pointerUp"].map((type) => ({ type, button: 0 }));
  return {
    move: (x, y) => pointer([to(x, y)]),
    down: () => pointer([press]),
    up: () => pointer([release]),
    click: (x, y) => pointer([to(x, y), press, release]),
  };
}

/** Opens WebKitGTK; `page(query, size)` gives the window with the page loaded anew. There is one window for all. */
export async function openWebKit() {
  const server = await serve();
  const driver = await webdriver();
  const evaluate = async (run, given) => {
    const script = `const done = arguments[1];
      Promise.resolve((${run})(arguments[0])).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await driver.command("POST", "/execute/async", { script, args: [given ?? null] });
    if (error) throw new Error(error);
    return value;
  };
  const wait = (selector, options) => evaluate(find, { selector, ...options });
  const [keyboard, mouse] = [keyboardOf(driver), mouseOf(driver)];
  async function press(selector, unless) {
    const { x, y, checked } = await wait(selector, { press: true });
    if (!unless?.(checked)) await mouse.click(x, y);
  }
  const shown = {
    keyboard,
    mouse,
    evaluate,
    click: (selector) => press(selector),
    check: (selector) => press(selector, (checked) => checked),
    waitForSelector: wait,
    waitForTimeout: (time) => new Promise((done) => setTimeout(done, time)),
    hover: async (selector) => {
      const { x, y } = await wait(selector, { press: true });
      await mouse.move(x, y);
    },
    focus: (selector) => wait(selector, { focus: true }),
    fill: (selector, text) => wait(selector, { focus: true, fill: text }),
    $$: async (selector) => {
      const count = await evaluate((css) => document.querySelectorAll(css).length, selector);
      return Array.from({ length: count }, (_, n) => ({ click: () => press(`${selector} >> nth=${n}`) }));
    },
    picture: async () => {
      await evaluate(redraw, true);
      const data = await driver.command("GET", "/screenshot");
      await evaluate(redraw, false);
      return Buffer.from(data, "base64");
    },
  };
  return { page: pages(driver, server, shown), close: async () => (await driver.close(), server.close()) };
}

/** Loads the page anew, in a window of which the page has exactly so much. */
function pages(driver, server, shown) {
  const inner = () => shown.evaluate(() => ({ width: innerWidth, height: innerHeight, focused: document.hasFocus() }));
  async function resize({ width, height }) {
    for (let tries = 0; tries < 5; tries++) {
      // oxlint-disable no-await-in-loop
      const [now, window] = [await inner(), await driver.command("GET", "/window/rect")];
      if (now.width === width && now.height === height && now.focused) return;
      await driver.resize(width + window.width - now.width, height + window.height - now.height);
      // oxlint-enable no-await-in-loop
    }
    throw new Error(`WebKit's window does not become ${width} x ${height}: ${JSON.stringify(await inner())}`);
  }
  return async (query, { width = 1280, height = 800 } = {}) => {
    await resize({ width, height });
    await driver.command("POST", "/url", { url: `${server.address}?${query}` });
    await shown.waitForSelector("main", { time: 30_000 });
    await shown.evaluate(() => document.fonts.ready.then(() => true));
    return shown;
  };
}
