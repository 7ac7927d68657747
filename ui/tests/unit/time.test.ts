/** What is left of a session, and times in words. */
import { beforeEach, describe, expect, test } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import type { SessionView } from "../../src/ipc/contract";
import { waitWords } from "../../src/screens/sign_in/seconds";
import { clockIsOff, lastPart, life, timed, type Phase } from "../../src/state/expiry";
import { ago, digits, leftInWords, longSpan, moment, span } from "../../src/state/time";

const NOW = Date.parse("2026-11-22T03:00:00Z");
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

describe("states", () => {
  test.each<[left: number, life: number, phase: Phase]>([
    [7200, 7200, "valid"],
    [721, 7200, "valid"],
    [720, 7200, "soon"],
    [121, 7200, "soon"],
    [120, 7200, "critical"],
    [1, 7200, "critical"],
    [0, 7200, "expired"],
    [-5, 7200, "expired"],
    // The last part is two to thirty minutes.
    [121, 600, "valid"],
    [1801, 1_209_600, "valid"],
    [1800, 1_209_600, "soon"],
  ])("%i s left of %i is %s", (left, seconds, phase) => {
    expect(life({ state: "active", ends_at: at(left), life_seconds: seconds }, NOW).phase).toBe(phase);
  });

  test("unknown, never and dead are not guessed", () => {
    expect(life({ state: "unknown", ends_at: null, life_seconds: null }, NOW)).toEqual({
      phase: "unknown",
      left: null,
      part: null,
    });
    expect(life({ state: "never", ends_at: null, life_seconds: null }, NOW).phase).toBe("never");
    expect(life({ state: "expired", ends_at: at(3600), life_seconds: 7200 }, NOW)).toMatchObject({
      phase: "expired",
      left: null,
    });
    expect(life({ state: "limited", ends_at: at(3600), life_seconds: 7200 }, NOW).phase).toBe("valid");
  });

  test("a session's end is moved to the clock here", () => {
    const view = {
      state: "active",
      expires_at: at(600 + 240),
      issued_at: at(-6360),
      signed_in_at: at(-6600),
      clock_offset_seconds: 240,
    };
    expect(timed(view as SessionView)).toEqual({ state: "active", ends_at: at(600), life_seconds: 7200 });
  });

  test("when a person is told about the clocks", () => {
    expect([59, 60, -60].map(clockIsOff)).toEqual([false, false, false]);
    expect([61, -61].map(clockIsOff)).toEqual([true, true]);
    expect([0, 600, 3600, 86_400].map(lastPart)).toEqual([120, 120, 360, 1800]);
  });
});

describe("words", () => {
  beforeEach(() => speak("en"));

  test("spans are rounded down", () => {
    expect([59, 60, 3599, 3600, 86_399, 86_400].map(span)).toEqual(["59 s", "1 min", "59 min", "1 h", "23 h", "1 day"]);
    expect([45, 4320, 3600, 277_200].map(longSpan)).toEqual(["45 s", "1 h 12 min", "1 h", "3 days 5 h"]);
  });

  test("a wait never reads as a time of day, and says which it is", async () => {
    const until = new Date(2026, 10, 22, 20, 15, 30).getTime();
    expect(waitWords(90, until)).toBe("Try again in 90 s");
    expect(waitWords(91, until)).toBe("Try again in 2 min (20:16)");
    expect(waitWords(720, until)).toBe("Try again in 12 min (20:16)");
    expect(waitWords(3601, until + 1)).toBe("Try again in 1 h 1 min (20:16)");
    await speak("zh");
    expect(waitWords(661, until)).toBe("12分钟后可重试（20:16）");
  });

  test("digits", () => {
    expect([0, -3, 7, 462, 3599, 3600, 36_000].map(digits)).toEqual([
      "00:00",
      "00:00",
      "00:07",
      "07:42",
      "59:59",
      "1:00:00",
      "10:00:00",
    ]);
  });

  test("what is left, in both languages", async () => {
    const of = (phase: Phase, left: number | null) => leftInWords({ phase, left, part: null });
    expect([of("valid", 18_000), of("soon", 462), of("expired", -180), of("never", null), of("unknown", null)]).toEqual(
      ["5 h", "07:42", "3 min ago", "Never", "Unknown"],
    );
    await speak("zh");
    expect([of("valid", 18_000), of("soon", 462), of("expired", -180), of("never", null), of("unknown", null)]).toEqual(
      ["5小时", "07:42", "3分钟前", "永不过期", "未知"],
    );
    expect(longSpan(4320)).toBe("1小时12分钟");
  });

  test("moments by the day, 24 hours in both languages", async () => {
    const now = new Date(2026, 10, 22, 12).getTime();
    const iso = (...parts: [number, number, number, number, number, number]) => new Date(...parts).toISOString();
    expect(moment(iso(2026, 10, 22, 0, 5, 9), now)).toBe("Today 00:05:09");
    expect(moment(iso(2026, 10, 21, 20, 24, 0), now)).toBe("21 Nov, 20:24");
    expect(moment(iso(2025, 10, 21, 20, 24, 0), now)).toBe("21 Nov 2025, 20:24");
    expect(ago(iso(2026, 10, 22, 11, 0, 0), now)).toBe("1 h ago");
    await speak("zh");
    expect(moment(iso(2026, 10, 22, 20, 24, 6), now)).toBe("今天20:24:06");
    expect(moment(iso(2026, 10, 21, 20, 24, 0), now)).toBe("11月21日 20:24");
  });
});
