/** The team, and how a person gets there. `w` gives words in the language shown. */
import { find, front, press, screen as place } from "./ways.mjs";

const team = place("place.team");
const item = async (page, name, words) => {
  await page.click(`.room [aria-label*="${name}"]`);
  await page.click(`[role=menuitem]:has-text("${words}")`);
  await page.waitForSelector("dialog[open]");
};
/** Chooses how to log in. */
const method = (page, value) =>
  page.evaluate((value) => {
    const select = document.querySelector("[data-field=method] select");
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);
/** The list is there, and the server has answered. */
const answered = async (page, w) => {
  await team(page, w);
  await page.waitForSelector(".room li .name");
  await page.waitForSelector(".room dd[data-asked]");
};

export const teamScreens = [
  { name: "team-none", go: team },
  {
    name: "team-join-wrong",
    go: async (page, w) => {
      await team(page, w);
      await page.fill("[data-field=team] input", "support");
      await page.fill("[data-field=secret] input", "x");
      await page.click(".room button[type=submit]");
      await page.waitForSelector("[aria-invalid]");
    },
  },
  {
    name: "team-join-refused",
    go: async (page, w) => {
      await team(page, w);
      await page.fill("[data-field=server] textarea", "https://vault.example.com:8200");
      await page.fill("[data-field=secret] input", "wrong");
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await page.click(".room button[type=submit]");
      await page.waitForSelector(".banner.danger");
    },
  },
  {
    name: "team-browser",
    go: async (page, w) => {
      await team(page, w);
      await page.fill("[data-field=team] input", "support");
      await page.fill("[data-field=server] textarea", "https://vault.example.com:8200");
      await method(page, "oidc");
      await page.click(".room button[type=submit]");
      await page.waitForSelector("#log-in-page");
    },
  },
  {
    name: "team-certificate",
    go: async (page, w) => {
      await team(page, w);
      await method(page, "cert");
      await page.waitForSelector("[data-field=client_certificate]");
    },
  },
  { name: "team-joined", query: "team=joined", go: answered },
  { name: "team-held", query: "team=held", go: answered },
  { name: "team-320", query: "team=held", size: { width: 320, height: 640 }, go: answered },
  { name: "team-offline", query: "team=offline", go: answered },
  { name: "team-logged-out", query: "team=logged_out", go: answered },
  { name: "team-sync-failed", query: "team=sync_failed", go: answered },
  { name: "team-reader", query: "team=reader", go: answered },
  {
    name: "team-conflict",
    query: "team=conflict",
    go: async (page, w) => {
      await answered(page, w);
      await press(page, ".room", w("team.compare"));
      await page.waitForSelector("dialog table");
    },
  },
  {
    name: "team-share",
    query: "team=joined",
    go: async (page, w) => {
      await answered(page, w);
      await press(page, ".room header", w("team.share"));
      await page.waitForSelector("dialog select");
    },
  },
  {
    name: "team-rotate",
    query: "team=joined",
    go: async (page, w) => {
      await answered(page, w);
      await item(page, "储能一期", w("team.rotate"));
    },
  },
  {
    name: "team-rotating",
    query: "team=joined",
    go: async (page, w) => {
      await answered(page, w);
      await item(page, "储能一期", w("team.rotate"));
      await page.click("dialog button.primary");
      await page.waitForSelector("dialog input[type=password]");
    },
  },
  {
    name: "team-leave",
    query: "team=joined",
    go: async (page, w) => {
      await answered(page, w);
      await page.click(`.room header [aria-label="${w("more.label")}"]`);
      await page.click(`[role=menuitem]:has-text("${w("team.leave")}")`);
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "team-session",
    query: "team=joined",
    go: async (page) => {
      await find(page, "储能一期");
      await front(page);
    },
  },
  {
    name: "team-editor",
    query: "team=joined",
    go: async (page, w) => {
      await answered(page, w);
      await page.click('.room [aria-label*="储能一期"]');
      await page.click(`[role=menuitem]:has-text("${w("team.edit")}")`);
      await page.waitForSelector("[data-field=name]");
    },
  },
];
