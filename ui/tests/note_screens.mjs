/** Notes, results, menus and what lies over the window, and how a person gets there. */
import { find, front, keys, place, press, screen, select } from "./ways.mjs";

const toast = (kind) => (page) => page.waitForSelector(`.toast.${kind}`);
/** The backend answers nothing more. */
const hang = (page) => page.evaluate(() => (globalThis.frozen.hang = true));
const act = (key) => async (page, w) => {
  await front(page);
  await press(page, ".detail article", w(key));
};
const portal = (page) => find(page, "Portal Demo");
const copied = async (page) => {
  await portal(page);
  await page.keyboard.press("Enter");
  await toast("done")(page);
};
const bulk = (key) => (page, w) => press(page, "[role=toolbar]", w(key));
const confirm = (page) => page.click("dialog button[type=submit]");
const details = async (page, w) => {
  await press(page, ".toast", w("many.details"));
  await page.waitForSelector("dialog[open] li");
};
const lines =
  (...steps) =>
  async (page, w) => {
    for (const step of steps) await step(page, w);
  };

/** Everything of a platform is signed in to, of production one. */
const all = async (page) => {
  await page.waitForSelector("[role=option]");
  await page.keyboard.press("Control+1");
  await page.focus("[role=listbox]");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("s");
  await page.waitForSelector("dialog[open] .sum");
  await page.click("dialog label input >> nth=0");
  await page.waitForSelector("dialog fieldset input");
  await page.click("dialog fieldset input >> nth=0");
  await confirm(page);
};
/** No row is still to come. */
const ended = (page) => page.waitForSelector(".screen ul:not(:has([data-state=open])):has(li)");

/** In it the table of profiles needs no bar. */
const ROOMY = { width: 1440, height: 900 };

export const noteScreens = [
  { name: "copied", go: copied },
  { name: "toast-done", go: lines(portal, act("act.verify"), toast("done")) },
  { name: "toast-busy", go: lines(portal, hang, act("act.renew"), toast("busy")) },
  { name: "toast-failed", query: "fails=verify", go: lines(portal, act("act.verify"), toast("failed")) },
  {
    name: "toast-three",
    query: "fails=verify",
    go: lines(
      copied,
      act("act.renew"),
      (page) => page.waitForSelector(".toast.done >> nth=1"),
      act("act.verify"),
      toast("failed"),
    ),
  },
  {
    name: "toast-over-dialog",
    go: lines(copied, keys("?"), (page) => page.waitForSelector("dialog[open] .toast")),
  },
  {
    name: "signed-out",
    go: lines(portal, act("act.sign_out"), confirm, toast("done")),
  },
  { name: "bulk", go: select },
  { name: "bulk-busy", go: lines(select, hang, bulk("act.renew"), toast("busy")) },
  {
    name: "bulk-plan",
    go: lines(
      select,
      (page) => page.click("[role=toolbar] button.primary"),
      (page) => page.waitForSelector("dialog[open] [role=status] p"),
    ),
  },
  {
    name: "board",
    query: "board=mixed",
    go: lines(all, ended),
  },
  {
    name: "board-running",
    query: "board=running",
    go: lines(all, (page) => page.waitForSelector(".screen li:nth-child(4):not([data-state=open])")),
  },
  {
    name: "board-320",
    query: "board=mixed",
    size: { width: 320, height: 640 },
    go: lines(all, ended),
  },
  {
    name: "results-sign-out",
    go: lines(select, bulk("act.sign_out"), confirm, toast("done"), details),
  },
  {
    name: "results-failed",
    query: "fails=renew",
    go: lines(select, bulk("act.renew"), toast("failed"), details),
  },
  { name: "menu", go: lines(portal, front, (page, w) => page.click(`[aria-label="${w("more.label")}"]`)) },
  { name: "menu-sidebar", go: (page, w) => page.click(`[aria-label="${w("sidebar.menu")}"]`) },
  {
    name: "menu-row",
    size: ROOMY,
    go: lines(screen("place.profiles"), (page) => page.click("tbody [aria-haspopup=menu] >> nth=2")),
  },
  {
    name: "menu-upwards",
    size: ROOMY,
    go: lines(screen("place.profiles"), (page) => page.click("tbody [aria-haspopup=menu] >> nth=39")),
  },
  { name: "folded", go: keys("Control+\\") },
  { name: "place-platform", go: keys("Control+2") },
  { name: "place-soon", go: place("place.soon") },
  { name: "place-nothing", query: "rows=none", go: place("place.soon") },
  { name: "list-end", go: keys("End") },
  { name: "list-many", query: "rows=10000", go: keys("End") },
  { name: "row-hover", hover: true, go: lines(keys(), (page) => page.hover("[role=option] >> nth=4")) },
  {
    name: "menu-context",
    go: lines(
      portal,
      (page) =>
        page.evaluate(() =>
          document
            .querySelector("[role=option].active")
            .dispatchEvent(
              new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: 300, clientY: 200 }),
            ),
        ),
      (page) => page.waitForSelector("[popover]:popover-open"),
    ),
  },
  {
    name: "undo",
    go: lines(
      (page) => find(page, "全时会议 · 批量"),
      act("act.sign_out"),
      confirm,
      (page, w) => page.waitForSelector(`.toast button:has-text("${w("act.undo")}")`),
    ),
  },
  { name: "place-tag", go: (page) => page.click('nav button:has-text("早班")') },
  { name: "place-elsewhere", go: lines(place("place.soon"), (page) => page.fill("#filter", "riverbend (test")) },
  { name: "unread", query: "fails=overview", go: (page) => page.waitForSelector(".list .empty") },
  { name: "activity-unread", query: "fails=activity", go: portal },
  { name: "activity", go: lines(screen("place.activity"), (page) => page.waitForSelector(".room li")) },
  {
    name: "activity-nothing",
    go: lines(
      screen("place.activity"),
      (page) => page.fill(".room input", "zzzz"),
      (page) => page.waitForSelector(".room .empty"),
    ),
  },
  { name: "health", go: lines(screen("place.health"), (page) => page.waitForSelector(".room .bundle")) },
  {
    name: "health-fine",
    query: "rows=none",
    go: lines(screen("place.health"), (page) => page.waitForSelector(".room .empty")),
  },
  { name: "demo", query: "demo", go: keys() },
  { name: "broken", query: "fails=start" },
  { name: "session-problem", query: "fails=session", go: portal },
  {
    name: "production-open",
    go: lines(
      (page) => find(page, "HZERO 平台管理员"),
      (page) => page.keyboard.press("Enter"),
      confirm,
      toast("done"),
    ),
  },
  {
    name: "whose-found",
    go: lines(
      keys("Control+k"),
      (page, w) => page.fill("[role=combobox]", w("command.whose")),
      (page) => page.keyboard.press("Enter"),
      (page) => page.fill("dialog input", "IAM_S_x"),
      confirm,
      (page) => page.waitForSelector("dialog .found"),
    ),
  },
  {
    name: "whose-nobody",
    go: lines(
      keys("Control+k"),
      (page, w) => page.fill("[role=combobox]", w("command.whose")),
      (page) => page.keyboard.press("Enter"),
      (page) => page.fill("dialog input", "x"),
      confirm,
      (page) => page.waitForSelector("dialog .banner"),
    ),
  },
  { name: "locked", go: lines(keys("Control+l"), (page) => page.waitForSelector("main form")) },
  { name: "empty-question", query: "source=memory", go: keys("Control+l") },
];
