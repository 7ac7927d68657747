/** What the first frame shows, and what follows it. */
import { expect, test, vi } from "vitest";
import * as api from "../../src/ipc/api";
import type { ProfileRow, Start } from "../../src/ipc/contract";
import { app } from "../../src/state/app.svelte";
import { overview, vaultView } from "./samples";

vi.mock("../../src/ipc/api");
const row = { name: "Harbour", search: "", order: "", tags: [], session: null } as unknown as ProfileRow;
const settings = { theme: "light", density: "comfortable", language: "en" };

test("the list follows the first frame, which does not wait for it", async () => {
  vi.mocked(api.start).mockResolvedValue({ settings, vault: vaultView("open"), providers: [] } as unknown as Start);
  vi.mocked(api.overview).mockResolvedValue({ ...overview(), rows: [row] });
  let drawn = (): void => undefined;
  await app.begin(new Promise((then) => (drawn = then)));
  expect(app.vault?.state).toBe("open");
  await vi.waitFor(() => expect(api.overview).toHaveBeenCalled());
  await new Promise((then) => setTimeout(then, 20));
  expect(app.overview.rows).toEqual([]);
  drawn();
  await vi.waitFor(() => expect(app.overview.rows).toEqual([row]));
});
