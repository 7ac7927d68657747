/** The screens with forms, and how a person gets there. `w` gives words in the language shown. */
import { press, screen as place, signIn } from "./ways.mjs";

/** A sign-in that ends as the typed password says. */
const typed =
  (password, name = "Harbor Logistics", then = ".trouble") =>
  async (page) => {
    await signIn(page, name);
    await page.fill("[data-field=password] input", password);
    await page.click(".room button[type=submit]");
    await page.waitForSelector(then);
  };
const next = (page) => page.click("button.primary");
const firstRun =
  (...steps) =>
  async (page) => {
    await page.waitForSelector("h1");
    for (const step of steps) await step(page);
  };
const toSecrets = async (page) => {
  await next(page);
  await page.waitForSelector("[role=radiogroup] [type=radio]:checked");
};
const toRecovery = async (page) => {
  await next(page);
  await page.waitForSelector(".key span");
};
const toProfile = async (page) => {
  await page.check("[type=checkbox]");
  await next(page);
  await page.waitForSelector("main li button");
};
const editor = async (page) => {
  await page.waitForSelector("[role=option]");
  await page.keyboard.press("Control+n");
  await page.waitForSelector(".room li button");
};
const profilesPart = (part) => async (page, w) => {
  await place("place.profiles")(page, w);
  await page.click(`.room label:has-text("${w(`profiles.part_${part}`)}")`);
};
const edit = (name) => async (page, w) => {
  await place("place.profiles")(page, w);
  await page.click(`th button:has-text("${name}")`);
  await page.waitForSelector("[data-field=name]");
};

const credential = (key) => async (page, w) => {
  await profilesPart("credentials")(page, w);
  await press(page, "section", w(key));
  await page.waitForSelector("dialog[open]");
};
/** The form of each platform. */
const forms = ["iam", "hzero", "portal", "authing", "quanshi", "keycloak"].map((name, n) => ({
  name: `editor-${name}`,
  go: async (page) => {
    await editor(page);
    await page.click(`.room li:nth-child(${n + 1}) button`);
    await page.waitForSelector("[data-field=name]");
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  },
}));

/** What the invented backend says an import of it would do. */
const PACK = JSON.stringify({
  profiles: [
    {
      name: "华北储能",
      new: true,
      differences: [
        { field: "provider", before: null, after: "enos-iam", way: false },
        { field: "server", before: null, after: "https://apigw-hb.example.com", way: false },
      ],
      notices: [],
    },
    {
      name: "Portal Demo",
      new: false,
      differences: [
        { field: "tags", before: null, after: "早班", way: false },
        { field: "server", before: "https://portal.eu2.example.com", after: "https://pоrtal.example.net", way: true },
      ],
      notices: [{ zh: "服务器或账号变更：删除原会话", en: "The server or account changes: its session is removed" }],
    },
    { name: "研发联调", new: false, differences: [], notices: [] },
  ],
});
/** The import, with a file of that content where there is one. */
const pack = (content) => async (page, w) => {
  await place("place.profiles")(page, w);
  await press(page, ".room header", w("packs.import"));
  await page.waitForSelector("dialog[open]");
  if (content === undefined) return;
  await page.evaluate((text) => {
    const all = new DataTransfer();
    all.items.add(new File([text], "team.json"));
    const input = document.querySelector("dialog input[type=file]");
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, content);
  await page.waitForSelector("dialog :is(.sum, .banner)");
};

export const formScreens = [
  { name: "first-run-secrets", query: "vault=missing", go: firstRun(toSecrets) },
  {
    name: "first-run-no-keyring",
    query: "vault=missing&nokeyring",
    go: firstRun(toSecrets, (page) => page.fill("[type=password]", "abc")),
  },
  { name: "first-run-recovery", query: "vault=missing", go: firstRun(toSecrets, toRecovery) },
  { name: "first-run-profile", query: "vault=missing", go: firstRun(toSecrets, toRecovery, toProfile) },
  {
    name: "first-run-form",
    query: "vault=missing",
    go: firstRun(toSecrets, toRecovery, toProfile, (page) => page.click("main li:nth-child(2) button")),
  },
  { name: "first-run-320", query: "vault=missing", size: { width: 320, height: 640 }, go: firstRun(toSecrets) },
  { name: "sign-in-open", go: (page) => signIn(page, "HZERO 平台管理员") },
  { name: "sign-in-320", size: { width: 320, height: 640 }, go: (page) => signIn(page, "HZERO 平台管理员") },
  { name: "sign-in-refused", go: typed("wrong") },
  { name: "sign-in-one-left", go: typed("wrong1") },
  { name: "sign-in-last-try", go: typed("last", undefined, "dialog[open]") },
  { name: "sign-in-cooling", go: typed("locked") },
  { name: "sign-in-known", go: typed("known") },
  { name: "sign-in-locked", go: typed("lock") },
  { name: "sign-in-spent", go: typed("spent") },
  { name: "sign-in-unreachable", go: typed("down") },
  { name: "sign-in-certificate", go: typed("tls") },
  { name: "organisation", go: typed("x", "Portal Demo", ".room [role=radiogroup] .id") },
  { name: "mfa", go: typed("mfa", "Portal Demo", "[autocomplete=one-time-code]") },
  {
    name: "captcha-wrong",
    go: async (page, w) => {
      await place("place.inbox")(page, w);
      await page.fill(".room input", "nope");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".banner");
    },
  },
  {
    name: "captcha-bad",
    query: "pictures=bad",
    go: async (page, w) => {
      await place("place.inbox")(page, w);
      await page.waitForSelector(".plate.broken");
    },
  },
  {
    name: "inbox-answered",
    go: async (page, w) => {
      await place("place.inbox")(page, w);
      await page.fill(".room input", "aB3x");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[autocomplete=one-time-code]");
      await page.fill("[autocomplete=one-time-code]", "refuse");
      await page.fill("[autocomplete=one-time-code]", "482913");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".room .empty");
    },
  },
  { name: "inbox-empty", query: "rows=none", go: place("place.inbox") },
  { name: "editor-cards", go: editor },
  ...forms,
  {
    name: "editor-wrong",
    go: async (page) => {
      await editor(page);
      await page.click(".room li:nth-child(1) button");
      await page.fill("[data-field=server] input", "http");
      await page.click(".room button[type=submit]");
      await page.waitForSelector("[aria-invalid]");
    },
  },
  { name: "editor-http", go: edit("老机房网关") },
  { name: "editor-narrow", size: { width: 900, height: 580 }, go: edit("老机房网关") },
  {
    name: "editor-leave",
    go: async (page, w) => {
      await edit("研发联调")(page, w);
      await page.fill("[data-field=name] input", "x");
      await page.click("[role=option] >> nth=2");
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "editor-remove",
    go: async (page, w) => {
      await edit("研发联调")(page, w);
      await page.click(`.room button:has-text("${w("act.remove")}")`);
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "profiles-chosen",
    go: async (page, w) => {
      await place("place.profiles")(page, w);
      await page.check("tbody tr:nth-child(2) [type=checkbox]");
      await page.check("tbody tr:nth-child(3) [type=checkbox]");
    },
  },
  {
    name: "profiles-nothing",
    go: async (page, w) => {
      await place("place.profiles")(page, w);
      await page.fill(".room [type=search]", "zzzz");
      await page.waitForSelector(".room .empty");
    },
  },
  {
    name: "bulk-edit",
    go: async (page, w) => {
      await place("place.profiles")(page, w);
      await page.check("thead [type=checkbox]");
      await press(page, ".room", w("table.change"));
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "pack-export",
    go: async (page, w) => {
      await place("place.profiles")(page, w);
      await press(page, ".room header", w("packs.export"));
      await page.waitForSelector("dialog[open]");
    },
  },
  { name: "pack-import", go: pack() },
  { name: "pack-diff", go: pack(PACK) },
  { name: "pack-bad", go: pack("{") },
  { name: "profiles-empty", query: "rows=none", go: place("place.profiles") },
  { name: "profiles-groups", go: profilesPart("groups") },
  { name: "profiles-credentials", go: profilesPart("credentials") },
  { name: "credential-new", go: credential("credentials.new") },
  { name: "credential-replace", go: credential("credentials.replace") },
  { name: "credential-remove", go: credential("act.remove") },
  { name: "profiles-320", size: { width: 320, height: 640 }, go: place("place.profiles") },
  {
    name: "guide",
    go: async (page, w) => {
      await page.keyboard.press("?");
      await page.click(`text=${w("guide.open")}`);
      await page.waitForSelector("dialog h3");
    },
  },
  {
    name: "settings-environments",
    go: async (page, w) => {
      await place("place.settings")(page, w);
      await page.waitForSelector("#settings-environments");
      await page.evaluate(() => document.getElementById("settings-environments").scrollIntoView());
    },
  },
  {
    name: "environment-new",
    go: async (page, w) => {
      await place("place.settings")(page, w);
      await page.click(`text=${w("environments.new")}`);
      await page.waitForSelector("dialog");
    },
  },
  { name: "settings-demo", query: "demo", go: place("place.settings") },
  { name: "settings-320", size: { width: 320, height: 640 }, go: place("place.settings") },
];
