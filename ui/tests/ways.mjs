/** How a person gets to a screen: the steps that several of them share. `w` gives words in the language shown. */

/** Whether one pane is shown at a time. */
const isStacked = (page) => page.evaluate(() => window.innerWidth <= 760);

/** Brings the session to the front, where only one pane is shown. */
export async function front(page) {
  if (!(await isStacked(page))) return;
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector(".detail .room h1");
}

/** A profile by its name, chosen in the list, which then has the focus. */
export async function find(page, name) {
  await page.waitForSelector("[role=option]");
  await page.fill("#filter", name);
  if (await isStacked(page)) {
    // A click would leave the list.
    await page.fill("#filter", "");
    await page.focus("[role=listbox]");
    return;
  }
  await page.click(`[role=option]:has-text("${name}")`);
  await page.fill("#filter", "");
  await page.focus("[role=listbox]");
}

/** The sign-in of a profile, opened, with everything that is folded. */
export async function signIn(page, name) {
  await find(page, name);
  await page.keyboard.press("s");
  await page.waitForSelector(".room form");
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
}

/** A place of the sidebar. */
export const place = (key) => async (page, w) => {
  if (await isStacked(page)) await page.click("[data-menu]");
  await page.click(`nav button:has-text("${w(key)}")`);
};

/** A place that opens a screen of its own. */
export const screen = (key) => async (page, w) => {
  await place(key)(page, w);
  await page.waitForSelector(".room h1");
};

/** Keys, once the list is there. */
export const keys =
  (...pressed) =>
  async (page) => {
    await page.waitForSelector("[role=option]");
    for (const key of pressed) await page.keyboard.press(key);
  };

/** The first of the list and the four below it, selected. */
export async function select(page) {
  await page.waitForSelector("[role=option]");
  await page.focus("[role=listbox]");
  for (let n = 0; n < 4; n++) await page.keyboard.press("Shift+ArrowDown");
  await page.waitForSelector("[role=toolbar]");
}

/** A button by its words, within something. */
export const press = (page, within, words) => page.click(`${within} button:has-text("${words}")`);
