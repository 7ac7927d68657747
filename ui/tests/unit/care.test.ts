/** The table of profiles, packs, the activity and the health of a vault. */
import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { Event, Import, ProfileRow, SessionView, VaultView } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import ActivityScreen from "../../src/screens/activity/ActivityScreen.svelte";
import { byDay, wanted } from "../../src/screens/activity/events";
import HealthScreen from "../../src/screens/health/HealthScreen.svelte";
import { troubles } from "../../src/screens/health/problems";
import ImportDialog from "../../src/screens/packs/ImportDialog.svelte";
import { newHosts } from "../../src/screens/packs/pack";
import BulkEdit from "../../src/screens/profiles/BulkEdit.svelte";
import { sorted } from "../../src/screens/profiles/table";
import Table from "../../src/screens/profiles/Table.svelte";
import { app } from "../../src/state/app.svelte";
import { toasts } from "../../src/state/toasts.svelte";
import { brief, overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const row = (name: string, more: Partial<ProfileRow> = {}): ProfileRow =>
  ({
    name,
    search: name,
    order: name,
    tags: [],
    provider: "hzero",
    host: `${name}.example`,
    group: null,
    environment: "test",
    session: null,
    ...more,
  }) as ProfileRow;
const button = (name: string | RegExp) => screen.getByRole("button", { name }) as HTMLButtonElement;
const settled = () => vi.waitFor(() => tick());

beforeEach(async () => {
  await speak("en");
  withDialogs();
  HTMLElement.prototype.showPopover ??= () => undefined;
  document.body.innerHTML = "";
  app.vault = { state: "open" } as VaultView;
  app.overview = overview();
  vi.mocked(api.overview).mockImplementation(async () => app.overview);
});
afterEach(() => {
  vi.resetAllMocks();
  toasts.clear();
});

describe("the table", () => {
  const rows = [
    row("b", { tags: ["x"], environment: "prod", group: "G" }),
    row("a", { session: { ...brief, signed_in_at: "2026-01-02T00:00:00Z" } }),
    row("c", { tags: ["x"], session: { ...brief, signed_in_at: "2026-01-01T00:00:00Z" } }),
  ];
  const names = (by: Parameters<typeof sorted>[1]) => sorted(rows, by, (one) => one.provider).map((one) => one.name);

  test("is searched, narrowed by a tag, and sorted either way with what has no value last", () => {
    const order = { by: "name", down: false } as const;
    expect(names({ filter: "", tag: "", order })).toEqual(["a", "b", "c"]);
    expect(names({ filter: "", tag: "x", order: { by: "name", down: true } })).toEqual(["c", "b"]);
    expect(names({ filter: "b", tag: "", order })).toEqual(["b"]);
    expect(names({ filter: "", tag: "", order: { by: "last", down: true } })).toEqual(["a", "c", "b"]);
    expect(names({ filter: "", tag: "", order: { by: "group", down: false } })).toEqual(["b", "a", "c"]);
  });

  test("what is ticked is what is done to several, and never what is filtered away", async () => {
    app.overview = overview(rows);
    const exported = vi.fn();
    render(Table, { onexport: exported });
    screen.getByRole("checkbox", { name: "Select all listed" }).click();
    await tick();
    expect(screen.getByRole("status").textContent).toBe("3 selected");
    const search = screen.getByRole("searchbox") as HTMLInputElement;
    search.value = "a";
    search.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await tick();
    button("Export…").click();
    expect(exported).toHaveBeenCalledWith(["a"]);
    button("Name").click();
    await tick();
    expect(document.querySelector("[aria-sort]")?.getAttribute("aria-sort")).toBe("descending");
  });

  test("several change in one call", async () => {
    app.overview = { ...overview(rows), credentials: [{ name: "ad", set_at: "", profiles: [], reference: null }] };
    vi.mocked(api.editProfiles).mockResolvedValue([]);
    const closed = vi.fn();
    render(BulkEdit, { names: ["a", "b"], onclose: closed });
    expect(button("Change 2").disabled).toBe(true);
    const fill = (at: number, value: string) => {
      const field = document.querySelectorAll<HTMLInputElement>("dialog input:not([type=checkbox])")[at];
      if (!field) throw new Error("no field");
      field.value = value;
      field.dispatchEvent(new globalThis.Event("input", { bubbles: true }));
    };
    fill(0, "morning, night");
    screen.getByRole("checkbox", { name: "x (1)" }).click();
    await tick();
    button("Change 2").click();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledWith(true));
    expect(vi.mocked(api.editProfiles).mock.calls).toEqual([
      [["a", "b"], { add_tags: ["morning", "night"], remove_tags: ["x"] }],
    ]);
  });
});

describe("a pack", () => {
  const looked: Import = {
    environments: [
      { id: "dr", name: { zh: "灾备", en: "Recovery" }, production: true, new: true },
      { id: "uat", name: { zh: "验收", en: "UAT" }, production: false, new: false },
    ],
    profiles: [
      {
        name: "new",
        new: true,
        differences: [{ field: "server", before: null, after: "https://n.example/x", way: false }],
        notices: [],
      },
      {
        name: "moved",
        new: false,
        differences: [{ field: "server", before: "https://o.example", after: "https://evil.example", way: true }],
        notices: [],
      },
      { name: "same", new: false, differences: [], notices: [] },
      {
        name: "tagged",
        new: false,
        differences: [{ field: "tags", before: null, after: "x", way: false }],
        notices: [],
      },
    ],
  };

  test("names the hosts that passwords would newly go to", () => {
    expect(newHosts(looked)).toEqual(["evil.example", "n.example"]);
  });

  test("is shown before anything changes, and its hosts are confirmed", async () => {
    vi.mocked(api.previewPack).mockResolvedValue(looked);
    vi.mocked(api.importPack).mockResolvedValue(looked);
    const closed = vi.fn();
    render(ImportDialog, { onclose: closed });
    const input = document.querySelector("input[type=file]") as HTMLInputElement;
    const file = new File(["{}"], "team.json");
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new globalThis.Event("change", { bubbles: true }));
    await vi.waitFor(() =>
      expect(document.querySelector(".sum")?.textContent?.trim()).toBe("1 new, 2 changed, 1 unchanged"),
    );
    expect(vi.mocked(api.previewPack).mock.calls).toEqual([[{ content: btoa("{}"), csv: false }]]);
    expect([button("Import 3").disabled, vi.mocked(api.importPack).mock.calls.length]).toEqual([true, 0]);
    expect(document.querySelector(".way")?.textContent).toContain("Passwords would be sent to another server");
    expect(
      [...document.querySelectorAll(".environment")].map((one) => one.textContent?.replace(/\s+/g, " ").trim()),
    ).toEqual([
      "New environment Recovery dr · counts as production",
      "Environment UAT (uat) stays unchanged: a pack does not change existing environments",
    ]);
    screen.getByRole("checkbox").click();
    await tick();
    button("Import 3").click();
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    expect(toasts.list).toMatchObject([{ title: "Imported 3 profiles" }]);
  });
});

describe("the activity", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const event = (at: string, profile: string, kind: Event["kind"], client: Event["client"] = "window"): Event => ({
    at,
    profile,
    kind,
    detail: "",
    client,
  });
  const events = [
    event("2026-11-21T11:00:00Z", "East", "copied"),
    event("2026-11-21T10:00:00Z", "West", "refused"),
    event("2026-11-19T10:00:00Z", "East", "signed_in", "command"),
  ];
  const kinds = (more: Partial<Parameters<typeof wanted>[1]>) =>
    wanted(events, { profile: "", kind: "all", client: "any", days: 30, ...more }, now).map((one) => one.kind);

  test("is narrowed by profile, kind and time, and stands by days", () => {
    expect(kinds({})).toHaveLength(3);
    expect(kinds({ profile: "eas" })).toEqual(["copied", "signed_in"]);
    expect(kinds({ kind: "token" })).toEqual(["copied"]);
    expect(kinds({ kind: "failed" })).toEqual(["refused"]);
    expect(kinds({ days: 1 })).toEqual(["copied", "refused"]);
    expect(kinds({ client: "command" })).toEqual(["signed_in"]);
    expect(kinds({ client: "window" })).toEqual(["copied", "refused"]);
    expect(byDay(events).map(([, of]) => of.length)).toEqual([2, 1]);
  });

  test("what is exported is what is shown, and what could not be read is not told as nothing", async () => {
    const recent = [event(new Date().toISOString(), "East", "copied")];
    vi.mocked(api.activity).mockResolvedValueOnce(recent);
    vi.mocked(api.exportActivity).mockResolvedValue({ path: "/d/activity.csv" });
    render(ActivityScreen);
    await vi.waitFor(() => expect(document.body.textContent).toContain("Token copied"));
    button("Export (1)").click();
    await vi.waitFor(() => expect(toasts.list).toMatchObject([{ title: "Saved to /d/activity.csv" }]));
    expect(vi.mocked(api.exportActivity).mock.calls).toEqual([[recent]]);
    document.body.innerHTML = "";
    vi.mocked(api.activity).mockRejectedValueOnce(made("internal", "坏", "Broken"));
    render(ActivityScreen);
    await vi.waitFor(() => expect(document.body.textContent).toContain("Broken"));
    expect(document.body.textContent).not.toContain("No activity yet");
  });
});

describe("health", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const session = (profile: string, more: Partial<SessionView>): SessionView =>
    ({
      profile,
      state: "active",
      limits: [],
      clock_offset_seconds: 0,
      plain_http: false,
      account: { kind: null, mfa: null, password_expires_at: null },
      ...more,
    }) as unknown as SessionView;
  const account = (more: object) => ({ kind: null, mfa: null, password_expires_at: null, ...more }) as never;

  test("each kind of trouble is told with who has it, and nothing for those who have none", () => {
    const found = troubles(
      {
        sessions: [
          session("fine", {}),
          session("pw", { account: account({ password_expires_at: "2026-12-01T12:00:00Z" }) }),
          session("later", { account: account({ password_expires_at: "2027-12-01T12:00:00Z" }) }),
          session("mfa", { account: account({ kind: { zh: "", en: "" } }) }),
          session("off", { clock_offset_seconds: -300 }),
          session("never", { state: "never" }),
          session("over", { state: "expired", clock_offset_seconds: -300 }),
        ],
        blocked: [{ profile: "held", why: made("cooling_down", "", "Cooling down") }],
        weak_passwords: [
          { profile: "first", credential: null, score: 1 },
          { profile: "second", credential: "AD", score: 2 },
        ],
      },
      now,
    );
    expect(found.map(([kind, of]) => `${kind} ${of.map((one) => one.profile).join()}`)).toEqual([
      "blocked held",
      "weak first,second",
      "password pw",
      "clock off",
      "never never",
      "mfa mfa",
    ]);
    expect(found[1]?.[1].map((one) => one.what)).toEqual([
      "Easy to guess: it is among the first that an attacker tries",
      "Could be guessed by trying for long enough (shared credential AD)",
    ]);
    expect(found[2]?.[1][0]?.what).toContain("In 10 days");
  });

  test("this machine is looked at, and a bundle that would leak is not said to be saved", async () => {
    vi.mocked(api.health).mockResolvedValue({ sessions: [], blocked: [], weak_passwords: [] });
    vi.mocked(api.runDoctor).mockResolvedValue([
      {
        about: { zh: "", en: "Clock" },
        health: "warn",
        found: { zh: "", en: "Differs" },
        advice: { zh: "", en: "Set it" },
      },
    ]);
    vi.mocked(api.supportBundle).mockRejectedValue(made("internal", "", "Would contain a stored secret"));
    render(HealthScreen);
    await vi.waitFor(() => expect(document.body.textContent).toContain("Set it"));
    expect(document.body.textContent).toContain("No problems found");
    button("Save a support bundle").click();
    await vi.waitFor(() => expect(toasts.list).toMatchObject([{ tone: "failed" }]));
    await settled();
  });
});
