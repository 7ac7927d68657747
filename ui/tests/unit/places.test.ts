/** What the sidebar leads to, the groups of the list, and the header that stays on top of them. */
import { cleanup, render, screen } from "@testing-library/svelte";
import { createRawSnippet, tick } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { SessionSummary, ProfileRow } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import VirtualList from "../../src/components/VirtualList.svelte";
import ListPane from "../../src/screens/main/ListPane.svelte";
import Sidebar from "../../src/screens/main/Sidebar.svelte";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { groupOf, list } from "../../src/state/list.svelte";
import { isStacked } from "../../src/state/stacked";
import { FAVOURITE, notSignedIn, tagsIn } from "../../src/state/tags";
import { brief, overview } from "./samples";

vi.mock("../../src/ipc/api");
const row = (name: string, more: Partial<ProfileRow> = {}): ProfileRow =>
  ({
    name,
    search: name,
    order: name,
    tags: [],
    provider: "hzero",
    environment: "test",
    session: null,
    pending: null,
    ...more,
  }) as ProfileRow;
const lasting = (minutes: number, more: Partial<SessionSummary> = {}): SessionSummary => ({
  ...brief,
  ends_at: new Date(Date.now() + minutes * 60_000).toISOString(),
  life_seconds: 7200,
  can: ["renew"],
  ...more,
});

beforeEach(async () => {
  await speak("en");
  document.body.innerHTML = "";
  app.overview = overview();
  app.loaded = true;
  app.unread = null;
  list.go({ kind: "all" });
});

afterEach(cleanup);

test("a limited session, and one that nobody knows the end of, are in no group of valid ones", () => {
  const groups = [brief, lasting(60), lasting(60, { limited: true }), lasting(-1, { limited: true })].map((session) =>
    groupOf(row("a", { session: { ...session, state: session.ends_at ? "active" : "unknown" } }), Date.now()),
  );
  expect(groups).toEqual(["unknown", "valid", "limited", "expired"]);
});

test("of thousands of groups the sidebar draws fifty, the one that is chosen, and more on request", async () => {
  const named = Array.from({ length: 2500 }, (_, n) => `G${String(n).padStart(4, "0")}`);
  app.overview = {
    ...overview(named.map((name) => row(name))),
    groups: named.map((name) => ({ name, current: null, profiles: { prod: name, test: `${name} test` } })),
  };
  list.go({ kind: "group", id: "G2000" });
  render(Sidebar, { folded: false });
  const drawn = () => screen.getAllByText(/^G\d{4}$/).map((one) => one.textContent);
  expect(drawn()).toEqual([...named.slice(0, 50), "G2000"]);
  const more = screen.getByText("More").closest("button");
  expect(more?.textContent).toContain("2449");
  more?.click();
  await tick();
  expect(drawn().length).toBe(101);
});

describe("tags", () => {
  const rows = [
    row("a", { tags: ["morning", FAVOURITE] }),
    row("b", { tags: ["morning"], session: lasting(60) }),
    row("c", { tags: ["morning", "night"], pending: "w" }),
  ];

  test("each is a place with its count, and the star is another", () => {
    expect(tagsIn(rows)).toEqual([
      { tag: "morning", count: 3 },
      { tag: "night", count: 1 },
    ]);
    app.overview = overview(rows);
    list.go({ kind: "tag", id: "morning" });
    expect(list.rows.map((one) => one.name).toSorted()).toEqual(["a", "b", "c"]);
    list.go({ kind: "favourites" });
    expect(list.rows.map((one) => one.name)).toEqual(["a"]);
    render(Sidebar, { folded: false });
    expect(screen.getAllByRole("button").map((one) => one.textContent?.trim())).toContain("Favourites 1");
    expect(screen.getAllByRole("button").map((one) => one.textContent?.trim())).not.toContain(`${FAVOURITE} 1`);
  });

  test("one press asks about those who are not signed in, and not about who waits", async () => {
    app.overview = overview(rows);
    list.go({ kind: "tag", id: "morning" });
    expect(notSignedIn(list.rows)).toEqual(["a"]);
    render(ListPane);
    await tick();
    screen.getByRole("button", { name: "Sign in to 1" }).click();
    expect(dialogs.open).toEqual({ kind: "sign_in_many", names: ["a"] });
    dialogs.close();
  });
});

test("what expires soon is renewed with one press", async () => {
  vi.mocked(api.renew).mockReturnValue(new Promise(() => undefined));
  app.overview = overview([row("a", { session: lasting(3) }), row("b", { session: lasting(90) })]);
  render(ListPane);
  await tick();
  screen.getByRole("button", { name: "Renew 1" }).click();
  await tick();
  expect(vi.mocked(api.renew).mock.calls).toEqual([["a"]]);
});

test("a filter that finds nothing in a place says what it would find in all", async () => {
  app.overview = overview([row("a"), row("b", { session: lasting(3) })]);
  list.go({ kind: "soon" });
  list.filter = "a";
  render(ListPane);
  await tick();
  expect(document.body.textContent).toContain("Found 1 in all sessions");
  screen.getByRole("button", { name: "Show" }).click();
  expect([list.place.kind, list.filter, list.rows.map((one) => one.name)]).toEqual(["all", "a", ["a"]]);
});

test("what could not be read is not told as nothing", async () => {
  app.loaded = false;
  app.unread = made("unreachable", "无法连接", "Could not connect");
  render(ListPane);
  await tick();
  expect(document.body.textContent).toContain("Could not read the profiles and sessions");
  expect(document.body.textContent).not.toContain("No profiles yet");
});

test("the row to begin with is in view, also when the rows come after the pane", async () => {
  app.loaded = false;
  const shown = render(ListPane);
  await tick();
  // The pane has a height by now, and the list was not told yet.
  const height = vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
  app.started = { first: "row 30" } as NonNullable<typeof app.started>;
  app.overview = overview(Array.from({ length: 40 }, (_, n) => row(`row ${n + 10}`)));
  app.loaded = true;
  await vi.waitFor(() => expect(list.cursor).toBe("row 30"));
  const box = shown.container.querySelector(".listbox .box") as HTMLElement;
  // The row's end, with 4 px below it: 32 + 21 * 52 + 4 - 400.
  await vi.waitFor(() => expect(box.scrollTop).toBe(728));
  height.mockRestore();
});

test("the next header pushes the one on top away, and a first row is shown with its own", async () => {
  const items = ["head one", ...Array.from({ length: 5 }, (_, n) => `one ${n}`), "head two", "two 0"];
  const text = createRawSnippet((item: () => string) => ({ render: () => `<span>${item()}</span>` }));
  const shown = render(VirtualList<string>, {
    items,
    key: (item) => item,
    size: (item) => (item.startsWith("head") ? 32 : 52),
    heads: (item) => item.startsWith("head"),
    row: text as never,
  });
  const box = shown.container.querySelector(".box") as HTMLElement;
  const top = async (to: number) => {
    box.scrollTop = to;
    box.dispatchEvent(new Event("scroll"));
    await tick();
    const head = shown.container.querySelector<HTMLElement>(".head");
    return head && `${head.textContent} ${head.style.transform}`;
  };
  // The second header is at 32 + 5 * 52 = 292.
  expect([await top(0), await top(100), await top(270), await top(292)]).toEqual([
    null,
    "head one translateY(0px)",
    "head one translateY(-10px)",
    null,
  ]);
  await top(400);
  shown.component.reveal(7);
  await tick();
  expect(box.scrollTop).toBe(292);
  // The list has no height here, as in a window that is not shown yet.
  await top(0);
  shown.component.reveal(1);
  await tick();
  expect(box.scrollTop).toBe(0);
});

test("a window that is not shown yet has no width, and is not taken for a narrow one", () => {
  expect([0, 760, 761].map((width) => isStacked(width))).toEqual([false, true, false]);
});
