/** Parts and cards, each on its own. */
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import type { SessionSummary, Descriptor, ProfileRow } from "../../src/ipc/contract";
import providers from "../../src/ipc/fake/providers.json";
import Differences from "../../src/components/Differences.svelte";
import Menu from "../../src/components/Menu.svelte";
import SidebarItem from "../../src/screens/main/SidebarItem.svelte";
import ProviderCards from "../../src/screens/profiles/ProviderCards.svelte";
import Expiry from "../../src/screens/session/Expiry.svelte";
import Token from "../../src/screens/session/Token.svelte";
import { app } from "../../src/state/app.svelte";
import { brief } from "./samples";

vi.mock("../../src/ipc/api");
beforeEach(async () => void (await speak("en")));
afterEach(cleanup);

/** A session of a thousand seconds. */
const lasting = (left: number): SessionSummary => ({
  ...brief,
  ends_at: new Date(Date.now() + left * 1000 + 500).toISOString(),
  life_seconds: 1000,
});

/** A popover as browsers have it, with the press outside that closes it. */
function popovers(menu: HTMLElement): void {
  let open = false;
  const turn = (to: boolean) => {
    if (open === to) return;
    open = to;
    menu.dispatchEvent(Object.assign(new Event("toggle"), { newState: to ? "open" : "closed" }));
  };
  Object.assign(menu, { showPopover: () => turn(true), hidePopover: () => turn(false), togglePopover: turn });
}

test("the menu's own button closes it again", async () => {
  render(Menu, { label: "More", items: [{ label: "One", run: () => {} }] });
  const [trigger, menu] = [screen.getByLabelText("More", { selector: "button" }), document.querySelector(".menu")];
  popovers(menu as HTMLElement);
  const click = async () => {
    await fireEvent.pointerDown(trigger);
    // Let go outside the menu: the browser closes it before the click.
    (menu as HTMLElement).hidePopover();
    await fireEvent.click(trigger, { detail: 1 });
    await tick();
    return trigger.getAttribute("aria-expanded");
  };
  expect([await click(), await click(), await click()]).toEqual(["true", "false", "true"]);
  // A press that ended elsewhere does not count for a key.
  (menu as HTMLElement).hidePopover();
  await fireEvent.click(trigger, { detail: 0 });
  expect(trigger.getAttribute("aria-expanded")).toBe("true");
});

test("a platform has one colour, in the sidebar and on the cards", () => {
  app.started = { providers: (providers as unknown as Descriptor[]).slice(0, 5) } as never;
  render(ProviderCards, { onchoose: () => {} });
  const cards = [...document.querySelectorAll<HTMLElement>("li i")].map((one) =>
    one.style.getPropertyValue("--colour"),
  );
  cleanup();
  for (const square of cards.keys()) render(SidebarItem, { label: "", on: false, go: () => {}, folded: false, square });
  const squares = [...document.querySelectorAll<HTMLElement>("li i")].map((one) =>
    one.style.getPropertyValue("--colour"),
  );
  expect(squares).toEqual(cards);
  expect(new Set(cards.filter(Boolean)).size).toBe(5);
});

test("a session that has begun is not whole any more", () => {
  render(Expiry, { session: lasting(996), whole: null });
  expect(document.querySelector(".small")?.textContent).toBe("99% left of 16 min 40 s");
});

test("Enter is named on the button only for what Enter copies", async () => {
  render(Token, { row: { name: "East", session: lasting(500) } as ProfileRow, whole: null });
  expect(document.querySelector(".buttons kbd")?.textContent).toBe("Enter");
  await fireEvent.click(screen.getByLabelText("curl"));
  expect(document.querySelector(".buttons kbd")).toBe(null);
});

test("a profile that would leave production is told as such, and not as a password that goes elsewhere", () => {
  const leaves = { field: "environment", before: "prod", after: "test", way: true };
  render(Differences, { of: [leaves, { field: "server", before: "https://a", after: "https://b", way: true }] });
  expect([...document.querySelectorAll(".way .warning")].map((one) => one.textContent?.split(":")[0])).toEqual([
    "No longer counts as production",
    "Passwords would be sent to another server or by another route",
  ]);
});
