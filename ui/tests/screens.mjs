/** Every screen, and how a person gets there: for axe, and for pictures. `w` gives words in the language shown. */
import { batchScreens } from "./batch_screens.mjs";
import { formScreens } from "./form_screens.mjs";
import { teamScreens } from "./team_screens.mjs";
import { noteScreens } from "./note_screens.mjs";
import { find, front, keys, place, signIn as signInOf } from "./ways.mjs";

const session = (name) => async (page) => {
  await find(page, name);
  await front(page);
};
const signIn = (name) => (page) => signInOf(page, name);

export const screens = [
  { name: "first-run", query: "vault=missing" },
  { name: "unlock-passphrase", query: "vault=locked&source=passphrase" },
  { name: "unlock-keyring", query: "vault=locked" },
  { name: "unlock-failed", query: "vault=failed" },
  {
    name: "unlock-recovery",
    query: "vault=locked&source=passphrase",
    go: (page, w) => page.click(`text=${w("unlock.with_recovery")}`),
  },
  {
    name: "unlock-wrong",
    query: "vault=locked&source=passphrase",
    go: async (page) => {
      await page.fill("input", "wrong");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".banner");
    },
  },
  { name: "session-soon", go: session("Portal Demo") },
  { name: "session-production", go: session("华东运维 · 张敏") },
  { name: "session-never", go: session("全时会议 · 批量") },
  { name: "session-unknown", go: session("西部光伏 · 监控") },
  { name: "session-expired", go: session("北区客服备用") },
  { name: "session-limited", go: session("新员工 · 首次登录") },
  { name: "session-clock", go: session("苏州工厂 MES") },
  { name: "session-plain-http", go: session("老机房网关") },
  { name: "session-locked", go: session("培训环境 · 02") },
  { name: "session-none", go: session("董事会会议") },
  { name: "session-waiting", go: session("采购平台 · 王芳") },
  {
    name: "session-facts",
    go: async (page) => {
      await find(page, "Portal Demo");
      for (const one of await page.$$("summary")) await one.click();
    },
  },
  {
    name: "session-shown",
    go: async (page, w) => {
      await find(page, "Portal Demo");
      await page.click(`[aria-label="${w("token.reveal", { seconds: 20 })}"]`);
      await page.waitForSelector(".token .digit");
    },
  },
  {
    name: "filter-nothing",
    go: async (page) => {
      await page.waitForSelector("[role=option]");
      await page.fill("#filter", "zzzz");
    },
  },
  { name: "filter-found", go: (page) => page.fill("#filter", "hdyw") },
  { name: "empty", query: "rows=none" },
  { name: "compact", query: "density=compact" },
  { name: "narrow", size: { width: 900, height: 580 } },
  { name: "stacked", size: { width: 320, height: 640 } },
  {
    name: "stacked-menu",
    size: { width: 320, height: 640 },
    go: async (page) => {
      await page.click("[data-menu]");
      await page.waitForSelector(".drawer nav button");
    },
  },
  { name: "palette", go: keys("Control+k") },
  {
    name: "palette-found",
    go: async (page) => {
      await keys("Control+k")(page);
      await page.keyboard.type("hdyw");
    },
  },
  {
    name: "palette-actions",
    go: async (page) => {
      await keys("Control+k")(page);
      await page.keyboard.type("Portal");
      await page.keyboard.press("Tab");
    },
  },
  { name: "shortcuts", go: keys("?") },
  {
    name: "production",
    go: async (page) => {
      await find(page, "HZERO 平台管理员");
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog");
    },
  },
  {
    name: "expired",
    go: async (page) => {
      await find(page, "北区客服备用");
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog");
    },
  },
  {
    name: "sign-out",
    go: async (page, w) => {
      await find(page, "Portal Demo");
      await front(page);
      await page.click(`.detail button:has-text("${w("act.sign_out")}")`);
    },
  },
  {
    name: "large",
    go: async (page) => {
      await find(page, "Portal Demo");
      await page.keyboard.press("Space");
      await page.waitForSelector("dialog .digit");
    },
  },
  {
    name: "qr",
    go: async (page, w) => {
      await find(page, "Portal Demo");
      await front(page);
      await page.click(`[aria-label="${w("token.qr")}"]`);
      await page.waitForSelector("dialog img");
    },
  },
  {
    name: "find_by_token",
    go: async (page, w) => {
      await page.click(`[aria-label="${w("sidebar.menu")}"]`);
      await page.click(`[role=menuitem]:has-text("${w("sidebar.whose")}")`);
      await page.waitForSelector("dialog");
    },
  },
  { name: "sign-in-iam", go: signIn("新员工 · 首次登录") },
  { name: "sign-in-hzero", go: signIn("采购平台 · 王芳") },
  { name: "sign-in-sms", go: signIn("短信登录 · 值班") },
  { name: "sign-in-portal", go: signIn("供应商门户") },
  { name: "sign-in-authing", go: signIn("Harbor Logistics") },
  { name: "sign-in-quanshi", go: signIn("董事会会议") },
  { name: "inbox", go: place("place.inbox") },
  { name: "profiles", go: place("place.profiles") },
  { name: "editor-new", go: keys("Control+n") },
  {
    name: "editor-edit",
    go: async (page, w) => {
      await find(page, "Portal Demo");
      await page.click(`[aria-label="${w("more.label")}"]`);
      await page.click(`[role=menuitem]:has-text("${w("more.edit")}")`);
    },
  },
  { name: "settings", go: keys("Control+,") },
  {
    name: "settings-background",
    query: "bare",
    go: async (page, w) => {
      await page.keyboard.press("Control+,");
      await page.waitForSelector(`text=${w("settings.switcher_bind")}`);
      await page.evaluate(() => document.getElementById("settings-background").scrollIntoView());
    },
  },
  {
    name: "settings-portal",
    query: "portal",
    go: async (page, w) => {
      await page.keyboard.press("Control+,");
      await page.waitForSelector(`text=${w("settings.switcher_confirmed")}`);
      await page.evaluate(() => document.getElementById("settings-background").scrollIntoView());
    },
  },
  {
    name: "lock-warning",
    query: "warns",
    hover: true,
    go: (page, w) => page.waitForSelector(`text=${w("lock.stay")}`),
  },
  { name: "switcher", query: "quick", go: (page) => page.waitForSelector("dialog[open]") },
  ...batchScreens,
  ...formScreens,
  ...noteScreens,
  ...teamScreens,
];
