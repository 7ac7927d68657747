import { beforeEach, expect, test } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import type { Failure, Field, ProfileView } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import { advice, atField, whatHappened } from "../../src/components/advice";
import { controlOf, differs, draftOf, likeOf, nameFor, sent, tagsOf } from "../../src/screens/profiles/draft";
import { asksForLastTry, isLastTry, keepsTyped, waits } from "../../src/screens/sign_in/call";
import { ahead, secondsUntil } from "../../src/state/countdown";
import { profile as plain } from "./samples";

beforeEach(async () => void (await speak("en")));

const failed = (more: Partial<Failure>): Failure => ({ ...made("refused", "不行", "No"), ...more });
const profile: ProfileView = {
  ...plain,
  tags: ["a"],
  values: { account: "li.wen", device_id: "d1" },
  saved_secrets: ["password"],
  network: { proxy: { url: "http://proxy.example" }, ca: null, allow_http: true },
};

test("waiting counts whole seconds up, never below zero", () => {
  expect(secondsUntil(31_000, 1000)).toBe(30);
  expect(secondsUntil(31_000, 1001)).toBe(30);
  expect(secondsUntil("1970-01-01T00:00:05Z", 4999)).toBe(1);
  expect(secondsUntil("1970-01-01T00:00:05Z", 9000)).toBe(0);
  expect(secondsUntil(null, 0)).toBe(0);
  expect(secondsUntil("no time", 0)).toBe(0);
  expect([ahead(null, 5), ahead(0, 5), ahead(2, 5)]).toEqual([null, null, 2005]);
});

test("what was typed stays only where nothing was decided about it", () => {
  for (const code of [
    "cooling_down",
    "budget_spent",
    "password_known_refused",
    "unreachable",
    "timeout",
    "unknown_outcome",
  ] as const)
    expect(keepsTyped(failed({ code })), code).toBe(true);
  expect(keepsTyped(failed({ code: "refused" }))).toBe(false);
  expect(keepsTyped(failed({ code: "usage" }))).toBe(false);
});

test("a last try is asked for, a refused password never waits", () => {
  expect(isLastTry(failed({ attempts_left: 1 }))).toBe(true);
  expect(asksForLastTry(failed({ code: "budget_spent", attempts_left: 1 }))).toBe(true);
  expect(asksForLastTry(failed({ code: "refused", attempts_left: 1 }))).toBe(false);
  expect(waits(failed({ code: "cooling_down", retry_after_seconds: 9 }))).toBe(9);
  expect(waits(failed({ code: "password_known_refused", retry_after_seconds: 9 }))).toBe(null);
});

test("a step that the core names is said in the window's words", () => {
  expect(advice(failed({ next_step: { kind: "confirm_production" } }))).toBe(
    "Confirm the use of production to continue",
  );
  expect(advice(failed({ next_step: { kind: "sign_in", profile: "a" } }))).toBe("Sign in first");
  expect(advice(failed({ next_step: { kind: "add_certificate" } }))).toContain("certificate authority");
  // A step that has no meaning in a window is not said, and nobody is sent to an administrator for it.
  expect(advice(failed({ next_step: { kind: "create_vault" } }))).toBe(null);
  expect(advice(failed({ advice: { zh: "换", en: "Change it" } }))).toBe("Change it");
  // There is always a next step, unless the sentence is one.
  expect(advice(failed({}))).toContain("administrator");
  expect(advice(failed({ advice: { zh: "", en: "" } }))).toContain("administrator");
  expect(advice(failed({ code: "missing_field", field: "password" }))).toBe(null);
});

test("how long to wait stands with what happened, where no button counts it down", async () => {
  const held = { ...failed({ retry_after_seconds: 725 }), message: { zh: "在冷却中", en: "Cooling down" } };
  expect(whatHappened(held)).toBe("Cooling down (wait 12 min 5 s)");
  expect(whatHappened({ ...held, retry_after_seconds: null })).toBe("Cooling down");
  await speak("zh");
  expect(whatHappened(held)).toBe("在冷却中（还需等待12分钟5秒）");
  await speak("en");
});

test("below its field a sentence does not name the field again", () => {
  const range = { zh: "expire_interval:必须是整数", en: "expire_interval must be a whole number" };
  const failure = failed({ code: "invalid_field", field: "expire_interval", message: range });
  expect(atField(failure)).toBe("Must be a whole number");
  expect(atField(failed({ code: "missing_field", field: "account" }))).toBe("Fill this in");
  expect(atField(failed({ field: "password", message: { zh: "错", en: "Wrong password" } }))).toBe("Wrong password");
});

test("a draft sends what changed, and no plain http beyond testing", () => {
  const draft = { ...draftOf(profile), name: " East ", values: { ...profile.values, account: "wang" } };
  const fields = ["account", "device_id"].map((name): Field => ({
    name,
    label: { zh: "", en: "" },
    kind: { type: "text" },
    group: "account",
    default: null,
    required: "always",
    help: { zh: "", en: "" },
    methods: [],
    scope: "profile",
  }));
  expect(sent(draft, profile, fields)).toMatchObject({
    name: "East",
    values: { account: "wang" },
    allow_http: false,
    proxy: "http://proxy.example",
    secrets: {},
  });
  expect(sent({ ...draft, environment: "test" }, profile, fields).allow_http).toBe(true);
  expect(differs(draft, draftOf(profile))).toBe(true);
  expect(differs(draftOf(profile), draftOf(profile))).toBe(false);
});

test("a copy goes to a free environment and takes no device with it", () => {
  const copy = likeOf(profile, ["prod", "test"]);
  expect([copy.environment, copy.group, copy.values]).toEqual(["staging", "East", { account: "li.wen" }]);
  expect(nameFor("East", "Test", new Set(["East · Test"]))).toBe("East · Test 2");
});

test("tags stand between commas of either kind", () => {
  expect(tagsOf("早班, 夜班，EMEA、 早班,")).toEqual(["早班", "夜班", "EMEA"]);
  expect([controlOf("group"), controlOf("env"), controlOf("tag"), controlOf("account")]).toEqual([
    "group",
    "environment",
    "tags",
    "account",
  ]);
});
