/** The team's screen: what is typed, what is asked, and what becomes of an edit that somebody else was faster with. */
import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { ProfileRow, SharedProfile, TeamEdit, TeamStatus } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import Conflict from "../../src/screens/team/Conflict.svelte";
import Join from "../../src/screens/team/Join.svelte";
import RotateDialog from "../../src/screens/team/RotateDialog.svelte";
import Team from "../../src/screens/team/Team.svelte";
import { empty, given, hostsOf } from "../../src/screens/team/form";
import { app } from "../../src/state/app.svelte";
import { team } from "../../src/state/team.svelte";
import { toasts } from "../../src/state/toasts.svelte";
import { overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");

const shared: SharedProfile = {
  name: "East",
  version: 3,
  by: "zhou.ming",
  written_at: "2026-11-21T08:00:00Z",
  changed: [{ field: "account", before: "a", after: "b", way: false }],
  shared_secret: true,
  problem: null,
  held: null,
};
const status = (more: Partial<TeamStatus> = {}): TeamStatus => ({
  settings: {
    alias: "support",
    nodes: ["https://vault.example.com:8200"],
    place: { mount: "hallpass", team: "support", namespace: null },
    method: "userpass",
    method_mount: "userpass",
    user: "li.na",
    network: { proxy: "system", ca: null, allow_http: false },
  },
  trouble: null,
  ttl_seconds: null,
  who: "li.na",
  may_edit: null,
  synced_at: null,
  sync_failure: null,
  problems: [],
  profiles: [shared],
  drafts: [],
  ...more,
});
const conflict: TeamEdit = {
  outcome: "conflict",
  by: "zhou.ming",
  written_at: "2026-11-21T08:00:00Z",
  differences: [{ field: "server", before: "https://theirs.example", after: "https://mine.example", way: true }],
};
const button = (words: string): HTMLElement => {
  const all = [...document.querySelectorAll<HTMLElement>("button")];
  const found = all.find((one) => one.textContent?.trim() === words);
  if (!found) throw new Error(`no button ${words}: ${all.map((one) => one.textContent?.trim()).join(" | ")}`);
  return found;
};
const says = (words: string) => vi.waitFor(() => expect(document.body.textContent).toContain(words));

beforeEach(async () => {
  await speak("en");
  withDialogs();
  app.overview = {
    ...overview([{ name: "East", team: "support", search: "" } as unknown as ProfileRow]),
    teams: ["support"],
  };
  app.pane = { screen: "team" };
  team.clear();
});
afterEach(() => {
  cleanup();
  vi.resetAllMocks();
  toasts.clear();
});

test("what is empty is as usual, and a log-in again changes nothing of what was joined", () => {
  const typed = {
    ...empty(null),
    team: " support ",
    servers: "https://a.example:8200\n https://b.example:8200",
    user: "li",
  };
  expect(given(typed, null)).toMatchObject({
    team: "support",
    alias: null,
    servers: ["https://a.example:8200", "https://b.example:8200"],
    mount: null,
    method: "userpass",
    user: "li",
  });
  expect(hostsOf(typed.servers)).toBe("a.example:8200, b.example:8200");
  expect(hostsOf("no address")).toBe("");
  const again = given(empty(status().settings), "support");
  expect(Object.entries(again).filter(([, value]) => value !== null && value?.length !== 0)).toEqual([
    ["alias", "support"],
  ]);
});

test("what is known is shown before the server has answered, and stays when it cannot be asked", async () => {
  const trouble = { ...made("unreachable", "连不上", "Could not connect to vault.example.com"), field: null };
  let answer: (asked: TeamStatus) => void = () => undefined;
  vi.mocked(api.team).mockImplementation((_, ask) =>
    ask ? new Promise((resolve) => (answer = resolve)) : Promise.resolve(status()),
  );
  render(Team, {});
  await says("East");
  await says("Checking with the server");
  expect(document.body.textContent).not.toContain("Share a profile…");
  answer(status({ trouble }));
  await says("Offline");
  await says("East");
  expect(document.body.textContent).toContain("Unknown: the server did not answer");
});

test("only who may edit is offered to share and to change the secret", async () => {
  vi.mocked(api.team).mockImplementation((_, ask) => Promise.resolve(status(ask ? { may_edit: true } : {})));
  render(Team, {});
  await says("Share a profile…");
  await says("Change the shared secret…");
  cleanup();
  vi.mocked(api.team).mockImplementation((_, ask) => Promise.resolve(status(ask ? { may_edit: false } : {})));
  render(Team, {});
  await says("Can use shared profiles but not change them");
  expect(document.body.textContent).not.toContain("Share a profile…");
  expect(document.body.textContent).not.toContain("Change the shared secret…");
});

test("the password leaves the field with the one attempt, and an error stands at its field", async () => {
  const wrong = {
    ...made("invalid_field", "server：不是地址", "server is not the address of a server"),
    field: "server",
  };
  vi.mocked(api.joinTeam).mockRejectedValue(wrong);
  render(Join, { again: null, ondone: () => undefined });
  const secret = document.querySelector<HTMLInputElement>("[data-field=secret] input");
  await fireEvent.input(secret as HTMLInputElement, { target: { value: "hunter2" } });
  await fireEvent.submit(document.querySelector("form") as HTMLFormElement);
  expect(vi.mocked(api.joinTeam).mock.calls[0]?.[1]).toBe("hunter2");
  await says("Is not the address of a server");
  expect(secret?.value).toBe("");
  expect(vi.mocked(api.joinTeam)).toHaveBeenCalledTimes(1);
});

test("both versions stand side by side until a person has decided", async () => {
  vi.mocked(api.sendDraft)
    .mockResolvedValueOnce(conflict)
    .mockResolvedValueOnce({ outcome: "written", differences: [] });
  await team.send("East", false);
  expect(team.conflict?.by).toBe("zhou.ming");
  render(Conflict, { of: team.conflict as NonNullable<typeof team.conflict> });
  const cells = [...document.querySelectorAll("tbody td")].map((cell) => cell.textContent);
  expect(cells[0]).toContain("theirs");
  expect(cells[1]).toContain("mine");
  await fireEvent.click(button("Overwrite with mine"));
  await vi.waitFor(() =>
    expect(vi.mocked(api.sendDraft).mock.calls).toEqual([
      ["East", false],
      ["East", true],
    ]),
  );
  expect(team.conflict).toBe(null);
});

test("a change that was given up while it waited is called off, so that nobody stays blocked", async () => {
  let begin: (rotation: { profile: string; version: number }) => void = () => undefined;
  vi.mocked(api.beginRotation).mockReturnValue(new Promise((resolve) => (begin = resolve)));
  vi.mocked(api.cancelRotation).mockResolvedValue(null);
  const { unmount } = render(RotateDialog, { name: "East", onclose: () => undefined });
  await fireEvent.submit(document.querySelector("dialog form") as HTMLFormElement);
  await says("Waiting for other members");
  unmount();
  begin({ profile: "East", version: 4 });
  await vi.waitFor(() => expect(api.cancelRotation).toHaveBeenCalledWith({ profile: "East", version: 4 }));
});

test("a new secret is sent once and forgotten, and closing keeps the present one", async () => {
  vi.mocked(api.beginRotation).mockResolvedValue({ profile: "East", version: 4 });
  vi.mocked(api.finishRotation).mockRejectedValueOnce(made("unreachable", "连不上", "Could not connect"));
  vi.mocked(api.cancelRotation).mockResolvedValue(null);
  const closed = vi.fn();
  render(RotateDialog, { name: "East", onclose: closed });
  await fireEvent.submit(document.querySelector("dialog form") as HTMLFormElement);
  await says("Sign-ins with it are blocked now");
  await tick();
  const field = document.querySelector<HTMLInputElement>("dialog input[type=password]") as HTMLInputElement;
  await fireEvent.input(field, { target: { value: "new-secret" } });
  await fireEvent.submit(document.querySelector("dialog form") as HTMLFormElement);
  expect(vi.mocked(api.finishRotation).mock.calls[0]?.[1]).toBe("new-secret");
  await says("Could not connect");
  expect(field.value).toBe("");
  await fireEvent.click(button("Keep the current one"));
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  expect(api.cancelRotation).toHaveBeenCalledTimes(1);
});
