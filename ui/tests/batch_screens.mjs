/** The screen of batches in every state, and how a person gets there. */

/** The screen, once the list of sessions is there. */
const batch = async (page) => {
  await page.waitForSelector("[role=option]");
  await page.keyboard.press("Control+b");
  await page.waitForSelector(".entries button");
};
const opened = (then) => async (page, w) => {
  await batch(page);
  await then?.(page, w);
};
const job = (name) =>
  opened(async (page) => {
    await page.click(`.entries button:has-text("${name}")`);
    await page.waitForSelector("[role=progressbar] i:nth-child(2)");
  });
const form = (then) =>
  opened(async (page, w) => {
    await page.click(`.entries button:has-text("${w("batch.soon")}")`);
    await page.click(`.pane header button:has-text("${w("batch.new")}")`);
    await page.waitForSelector("textarea");
    await then?.(page, w);
  });
const LIST = [
  "loginname\t姓名\t团队",
  ...Array.from({ length: 80 }, (_, n) => `u${n % 77}@wutong.example\t张敏\t客服`),
  "1.5E+10\t李雷\t研发",
].join("\n");
const filled = (then) =>
  form(async (page, w) => {
    await page.fill("textarea", LIST);
    await page.waitForSelector(".status strong");
    await then?.(page, w);
  });
const plain = async (page, w) => page.click(`label:has-text("${w("new.plain")}")`);
const soon = (then) =>
  opened(async (page, w) => {
    await page.click(`.entries button:has-text("${w("batch.soon")}")`);
    await page.waitForSelector(".table .row");
    await then?.(page, w);
  });

export const batchScreens = [
  { name: "batch-paused", go: opened((page) => page.waitForSelector("[role=progressbar] i:nth-child(2)")) },
  { name: "batch-failed", go: job("梧桐会议") },
  {
    name: "batch-running",
    query: "jobs=running",
    go: opened((page) => page.waitForSelector("[role=progressbar] i:nth-child(2)")),
  },
  { name: "batch-elsewhere", query: "jobs=elsewhere", go: opened() },
  { name: "batch-unwritten", query: "jobs=unwritten", go: opened((page) => page.waitForSelector(".room .banner")) },
  { name: "batch-none", query: "jobs=none", go: opened((page) => page.waitForSelector("textarea")) },
  {
    name: "batch-unread",
    query: "fails=jobs",
    go: async (page) => {
      await page.waitForSelector("[role=option]");
      await page.keyboard.press("Control+b");
      await page.waitForSelector(".entries .empty");
    },
  },
  {
    name: "batch-filtered",
    go: opened(async (page, w) => {
      await page.waitForSelector("[role=progressbar] i:nth-child(2)");
      await page.click(`.filters label:has-text("${w("rows.failed")}")`);
      await page.waitForSelector(".results .empty");
    }),
  },
  { name: "batch-new", go: form() },
  {
    name: "batch-no-session",
    query: "rows=none&jobs=none",
    go: async (page) => {
      await page.waitForSelector("nav button");
      await page.keyboard.press("Control+b");
      await page.waitForSelector(".room .empty");
    },
  },
  { name: "batch-list", go: filled() },
  {
    name: "batch-no-column",
    go: form(async (page) => {
      await page.fill("textarea", "张敏\tzhang.min@wutong.example\t客服\n李雷\tli.lei@wutong.example\t研发");
      await page.waitForSelector(".banner");
    }),
  },
  {
    name: "batch-duplicates",
    go: filled(async (page) => {
      await page.click(".status button >> nth=0");
      await page.waitForSelector("dialog[open] .lines p");
    }),
  },
  {
    name: "batch-problems",
    go: filled(async (page) => {
      await page.click(".status .bad");
      await page.waitForSelector("dialog[open] .lines p");
    }),
  },
  {
    name: "batch-unclear",
    query: "list=unclear",
    go: filled(async (page) => {
      await page.click('label:has-text("GBK")');
      await page.waitForSelector("input[value=gbk]:checked");
    }),
  },
  {
    name: "batch-confirm",
    go: filled(async (page, w) => {
      await page.click(`label:has-text("${w("new.expires_now")}")`);
      await plain(page, w);
      await page.click(`.buttons button:has-text("${w("new.start")}")`);
      await page.waitForSelector("dialog[open]");
      await page.click("dialog button[type=submit]");
      await page.fill("dialog input", "3");
      await page.click("dialog button[type=submit]");
      await page.waitForSelector("dialog [aria-invalid=true]");
    }),
  },
  {
    name: "batch-pausing",
    query: "jobs=pausing",
    go: opened(async (page, w) => {
      await page.waitForSelector(`.line:has-text("${w("job.pausing")}")`);
    }),
  },
  {
    name: "batch-finished",
    go: opened(async (page) => {
      await page.click(".entries ul:last-of-type li:last-child button");
      await page.waitForSelector("[role=progressbar] i:nth-child(2)");
    }),
  },
  {
    name: "batch-file",
    go: form(async (page, w) => {
      await page.click(`.room button:has-text("${w("new.choose")}")`);
      await page.waitForSelector(".source");
    }),
  },
  {
    name: "batch-never",
    go: filled(async (page, w) => {
      await page.click(`label:has-text("${w("new.expires_never")}")`);
      await plain(page, w);
      await page.click(`.room button:has-text("${w("new.dry_run")}")`);
      await page.waitForSelector(".told .banner");
    }),
  },
  {
    name: "batch-moment",
    go: filled(async (page, w) => {
      await page.click(`label:has-text("${w("new.expires_at")}")`);
      await page.fill(".room .field input.mono, .room .box.mono input", "2020-01-01");
      await page.waitForSelector("[aria-invalid]");
    }),
  },
  {
    name: "batch-passphrase",
    go: filled(async (page, w) => {
      await page.click(`label:has-text("${w("new.passphrase")}")`);
      await page.waitForSelector(".strength");
    }),
  },
  {
    name: "batch-lacks",
    go: filled(async (page, w) => {
      await page.click(`.buttons button:has-text("${w("new.start")}")`);
      await page.waitForSelector(".lacks");
    }),
  },
  {
    name: "batch-soon",
    go: soon(async (page) => {
      await page.click(".table .row >> nth=1");
      await page.click(".table .row >> nth=2");
    }),
  },
  {
    name: "batch-320",
    size: { width: 320, height: 640 },
    query: "jobs=running",
    go: async (page) => {
      await page.waitForSelector("[role=option]");
      await page.keyboard.press("Control+b");
      await page.waitForSelector("[role=progressbar] i:nth-child(2)");
    },
  },
  {
    name: "batch-new-320",
    size: { width: 320, height: 640 },
    query: "jobs=none",
    go: async (page) => {
      await page.waitForSelector("[role=option]");
      await page.keyboard.press("Control+b");
      await page.waitForSelector("textarea");
    },
  },
];
