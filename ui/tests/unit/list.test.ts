/** The list: groups, order, filter, selection. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ProfileRow } from "../../src/ipc/contract";
import { app } from "../../src/state/app.svelte";
import { grouped, list, matcher, narrowed } from "../../src/state/list.svelte";
import { brief, overview } from "./samples";

const NOW = Date.now();

function row(name: string, minutes: number | null | "none", more: Partial<ProfileRow> = {}): ProfileRow {
  const ends_at = typeof minutes === "number" ? new Date(NOW + minutes * 60_000).toISOString() : null;
  const session: ProfileRow["session"] = {
    ...brief,
    state: ends_at === null ? "unknown" : "active",
    ends_at,
    life_seconds: ends_at === null ? null : 7200,
    signed_in_at: new Date(NOW).toISOString(),
  };
  return {
    name,
    provider: "hzero",
    environment: "test",
    group: null,
    tags: [],
    host: "gateway.example.com",
    account: null,
    method: "password",
    search: `${name} gateway.example.com`.toLowerCase(),
    order: name,
    session: minutes === "none" ? null : session,
    pending: null,
    team: null,
    plain_http: false,
    production: false,
    production_until: null,
    locked_until: null,
    ...more,
  };
}

const rows = [
  row("d", 90),
  row("a", 5),
  row("e", null),
  row("c", 60),
  row("b", 1),
  row("h", "none"),
  row("f", -10),
  row("g", -2),
  row("华东", "none", { search: "华东运维 huadongyunwei hdyw zhangmin@hd", provider: "enos-iam" }),
];

test("soonest end first; without an end after those; what ended last is first", () => {
  expect(grouped(rows, NOW).map(([group, of]) => [group, of.map((one) => one.name).join("")])).toEqual([
    ["soon", "ba"],
    ["valid", "cd"],
    ["unknown", "e"],
    ["expired", "gf"],
    ["none", "h华东"],
  ]);
});

test("no row is lost among ten thousand", () => {
  const many = Array.from({ length: 10_000 }, (_, n) => row(`r${n}`, (n * 7919) % 5000));
  expect(grouped(many, NOW).flatMap(([, of]) => of)).toHaveLength(10_000);
});

test("the filter finds by Chinese, pinyin, initials and parts in any order", () => {
  const one = rows.at(-1) as ProfileRow;
  expect(["华东", "HDYW", "yunwei", "zhang hdyw", " "].every((words) => matcher(words)(one))).toBe(true);
  expect(matcher("hdyw other")(one)).toBe(false);
});

test("words that find all that is there leave it as it is, so that nothing is drawn again", () => {
  const many = grouped(
    Array.from({ length: 100 }, (_, n) => row(`r${n}`, n)),
    NOW,
  );
  expect(narrowed(many, "gateway")).toBe(many);
  expect(narrowed(many, "r7").flatMap(([, of]) => of)).toHaveLength(11);
});

test("letter by letter the filter finds what it finds at once", () => {
  // In lower case the last Greek letter of a word is another one than before a letter.
  const all = [...rows, row("ΑΣΑ", 60)];
  app.overview = overview(all);
  list.go({ kind: "all" });
  const names = () => list.rows.map((one) => one.name);
  for (const words of ["gateway hdyw", "a gate", "ΑΣΑ", "example"]) {
    list.filter = words;
    const atOnce = names();
    list.filter = "";
    for (let n = 1; n <= words.length; n++) list.filter = words.slice(0, n);
    expect(names(), words).toEqual(atOnce);
    list.filter = words.slice(0, 1);
  }
  list.filter = "";
  expect(names()).toHaveLength(all.length);
});

test("the details of what was found are drawn when nothing was typed for a moment", () => {
  vi.useFakeTimers();
  app.overview = overview(rows);
  list.go({ kind: "all" });
  list.pick("a");
  for (const words of ["h", "hd", "hdy", "hdyw"]) {
    list.filter = words;
    vi.advanceTimersByTime(100);
  }
  expect([list.cursor, list.detail?.name]).toEqual(["华东", "a"]);
  vi.advanceTimersByTime(100);
  expect(list.detail?.name).toBe("华东");
  vi.useRealTimers();
});

describe("selection", () => {
  beforeEach(() => {
    app.overview = overview(rows);
    list.go({ kind: "all" });
    list.pick("a");
  });
  const selected = () => [...list.selected].join("");

  test("one, a range either way, single rows, everything", () => {
    list.stretch("d");
    expect(selected()).toBe("acd");
    list.stretch("b");
    expect(selected()).toBe("ba");
    list.toggle("e");
    list.toggle("a");
    expect(selected()).toBe("be");
    list.all();
    expect(list.selected.size).toBe(rows.length);
    list.pick("c");
    expect(selected()).toBe("c");
  });

  test("steps stay within the rows shown", () => {
    expect([list.step(1), list.step(-1), list.step(-9), list.step(Infinity)]).toEqual(["c", "b", "b", "华东"]);
  });

  test("the filter takes the cursor to what it finds, and keys reach nothing that is not seen", () => {
    list.filter = "hdyw";
    expect([list.cursor, list.reached?.name, selected()]).toEqual(["华东", "华东", "华东"]);
    list.filter = "nothing";
    expect([list.reached, list.chosen]).toEqual([null, []]);
    list.filter = "";
    expect(list.reached?.name).toBe("华东");
    list.pick("a");
    list.filter = "a";
    expect(list.cursor, "what still matches stays").toBe("a");
  });

  test("what is done to several is done to those that are seen and still there", () => {
    list.all();
    list.filter = "hdyw";
    expect(list.chosen).toEqual(["华东"]);
    list.filter = "";
    list.all();
    app.overview = { ...app.overview, rows: rows.slice(0, 2) };
    expect(list.chosen).toEqual(["a", "d"]);
    list.go({ kind: "soon" });
    expect([selected(), list.chosen.join("")]).toEqual(["a", "a"]);
  });

  test("places and filter narrow the rows", () => {
    list.go({ kind: "provider", id: "enos-iam" });
    expect(list.rows.map((one) => one.name)).toEqual(["华东"]);
    list.go({ kind: "soon" });
    expect(list.rows.map((one) => one.name)).toEqual(["b", "a"]);
    list.go({ kind: "all" });
    list.filter = "hdyw";
    expect(list.items.map((item) => (item.head === null ? item.row.name : `${item.head} ${item.count}`))).toEqual([
      "none 1",
      "华东",
    ]);
  });
});
