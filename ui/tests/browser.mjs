/** The built window with the invented backend, served with the policy that the shell sets, in a Chromium of the system. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const BUILT = process.env.UI_BUILT ?? fileURLToPath(new URL("../../target/ui-fake/", import.meta.url));
/** Without a window of its own it draws several times as fast. */
const BROWSERS = [
  "/usr/bin/chromium-headless-shell",
  "/usr/lib64/chromium-browser/headless_shell",
  "/usr/bin/chromium",
];
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

async function answer(request, response) {
  const path = normalize(new URL(request.url, "http://x").pathname);
  if (path === "/favicon.ico") return response.writeHead(204).end();
  const file = join(BUILT, path === "/" ? "index.html" : path);
  try {
    const body = await readFile(file);
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "text/plain",
      "content-security-policy": POLICY,
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

/** Opens a browser; `page(query, options)` gives a fresh page of the window, and collects what went wrong in it. */
export async function open() {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync),
    args: ["--no-sandbox"],
  });
  // One window for all pages: a full browser takes seconds to make another.
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const base = `http://127.0.0.1:${server.address().port}/`;
  async function page(query = "", { width = 1280, height = 800, before } = {}) {
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    page.setDefaultTimeout(6000);
    page.wrong = [];
    page.on("pageerror", (error) => page.wrong.push(`error: ${error.message}`));
    page.on("console", (line) => line.type() === "error" && page.wrong.push(`console: ${line.text()}`));
    page.on("dialog", (dialog) => {
      page.wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    if (before) await page.addInitScript(before.script, before.value);
    await page.goto(`${base}?${query}`);
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

/** Two at a time: while one page draws, the other is looked at. */
export async function each(things, look) {
  const todo = [...things];
  const work = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) await look(next);
  };
  await Promise.all([work(), work()]);
}
