/** The built window with the invented backend in a Chromium of the system. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { ZONE } from "./freeze.mjs";
import { serve } from "./serve.mjs";

/** Without a window of its own it draws several times as fast. */
const BROWSERS = [
  "/usr/bin/chromium-headless-shell",
  "/usr/lib64/chromium-browser/headless_shell",
  "/usr/bin/chromium",
];

/** Opens a browser; `page(query, options)` gives a fresh page of the window, or loads `again` anew, and collects what went
 * wrong in it. */
export async function open() {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync),
    args: ["--no-sandbox"],
    // The page draws its own bars, which take room.
    ignoreDefaultArgs: ["--hide-scrollbars"],
  });
  // One window for all pages: a full browser takes seconds to make another.
  const context = await browser.newContext({ reducedMotion: "reduce", timezoneId: ZONE });
  async function page(query = "", { width = 1280, height = 800, before, again } = {}) {
    const page = again ?? (await context.newPage());
    await page.setViewportSize({ width, height });
    if (again) return load(page, query);
    page.setDefaultTimeout(6000);
    page.wrong = [];
    page.on("pageerror", (error) => page.wrong.push(`error: ${error.message}`));
    page.on("console", (line) => line.type() === "error" && page.wrong.push(`console: ${line.text()}`));
    page.on("dialog", (dialog) => {
      page.wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    if (before) await page.addInitScript(before.script, before.value);
    return load(page, query);
  }
  async function load(page, query) {
    await page.goto(`${server.address}?${query}`);
    await page.waitForSelector("main", { timeout: 30_000 });
    await page.evaluate(() => document.fonts.ready);
    return page;
  }
  return { page, close: async () => (await browser.close(), server.close()) };
}

/** Walks through the window, each on a fresh page that must not complain. `walks.names` are those that were gone. */
export function walker(page) {
  const walks = async (name, query, run) => {
    const shown = await page(query);
    await shown.waitForSelector("[role=option]");
    await run(shown);
    assert.deepEqual(shown.wrong, []);
    walks.names.push(name);
    await shown.close();
  };
  walks.names = [];
  return walks;
}

/** What has the focus: its id, role or tag. */
export const focused = (shown) =>
  shown.evaluate(
    () => document.activeElement?.id || document.activeElement?.getAttribute("role") || document.activeElement?.tagName,
  );

/** Two at a time: while one page draws, the other is looked at. `look` answers the window that it used, which is handed
 * to it again with the next thing. */
export async function each(things, look) {
  const todo = [...things];
  const work = async () => {
    let window;
    for (let next = todo.shift(); next; next = todo.shift()) window = await look(next, window);
  };
  await Promise.all([work(), work()]);
}
