import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import type { EnvironmentView } from "../../src/ipc/contract";
import * as api from "../../src/ipc/api";
import Environments from "../../src/screens/settings/Environments.svelte";
import { app } from "../../src/state/app.svelte";
import { environmentName, environmentTone, inOrder, isProduction, mayBePlain } from "../../src/state/environments";
import { overview } from "./samples";

vi.mock("../../src/ipc/api");
await speak("en");

const own = (id: string, production: boolean): EnvironmentView => ({
  id,
  name: { zh: "验收", en: id.toUpperCase() },
  colour: "violet",
  production,
  built_in: false,
});
const builtIn = (id: string): EnvironmentView => ({ ...own(id, id === "prod"), built_in: true });

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML = "";
  app.overview = {
    ...overview(),
    environments: [builtIn("dev"), own("uat", false), own("dr", true), builtIn("prod")],
  };
});

describe("environments", () => {
  test("have their names and colours, and one that counts as production has that of production", () => {
    expect(inOrder()).toEqual(["dev", "uat", "dr", "prod"]);
    expect(["dev", "uat", "dr", "gone"].map(environmentName)).toEqual(["Dev", "UAT", "DR", "gone"]);
    expect(["dev", "uat", "dr", "prod"].map(environmentTone)).toEqual(["plain", "violet", "danger", "danger"]);
    expect(["dev", "uat", "dr", "prod", "gone"].map(isProduction)).toEqual([false, false, true, true, true]);
    expect(["dev", "uat", "dr", "staging"].map(mayBePlain)).toEqual([true, true, false, false]);
  });

  test("move by one place, and only one's own can be changed", async () => {
    vi.spyOn(app, "refresh").mockResolvedValue();
    render(Environments);
    screen.getByRole("button", { name: "Move UAT up" }).click();
    await tick();
    expect(vi.mocked(api.editEnvironment).mock.calls).toEqual([["uat", { after: "" }]]);
    await vi.waitFor(() => {
      screen.getByRole("button", { name: "Move UAT down" }).click();
      expect(vi.mocked(api.editEnvironment).mock.calls[1]).toEqual(["uat", { after: "dr" }]);
    });
    expect(screen.getAllByRole("button", { name: "Edit" })).toHaveLength(2);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Move Dev up" }).disabled).toBe(true);
  });
});
