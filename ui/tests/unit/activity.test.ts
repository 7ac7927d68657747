import { expect, test } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import type { Event, EventKind } from "../../src/ipc/contract";
import { code, detail } from "../../src/screens/activity/words";

const event = (kind: EventKind, said: string): Event => ({
  at: "2027-01-15T08:00:00Z",
  profile: "a",
  kind,
  client: null,
  detail: said,
});

test("what nobody asked for is said to be automatic, in both languages", async () => {
  for (const [language, renewed, over, refused] of [
    ["en", "Ends in 1a2b (automatic)", "no longer valid (automatic)", "automatic"],
    ["zh", "末四位1a2b（自动）", "已失效（自动）", "自动"],
  ] as const) {
    await speak(language);
    expect(detail(event("renewed", "automatic 1a2b"))).toBe(renewed);
    expect(detail(event("verified", "automatic no longer valid"))).toBe(over);
    expect(detail(event("refused", "automatic 4012"))).toBe(refused);
  }
  await speak("en");
  expect(detail(event("verified", "no longer renewable"))).toBe("can no longer be renewed");
  expect(detail(event("renewed", "1a2b"))).not.toContain("automatic");
});

test("a server's code is shown without what stands before it", () => {
  expect(code(event("refused", "automatic 4012"))).toBe("4012");
  expect(code(event("refused", "4012"))).toBe("4012");
  expect(code(event("renewed", "automatic 1a2b"))).toBe(undefined);
});
