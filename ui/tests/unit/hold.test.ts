import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { APART, ARMED, HELD, Hold, type HoldState } from "../../src/components/hold";

let done: number;
let state: HoldState;
let hold: Hold;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  [done, state] = [0, "rest"];
  hold = new Hold(
    () => done++,
    (next) => (state = next),
  );
});
afterEach(() => void vi.useRealTimers());

test("held long enough it goes on, once", () => {
  hold.press();
  vi.advanceTimersByTime(HELD - 1);
  expect(done).toBe(0);
  vi.advanceTimersByTime(1);
  expect([done, state]).toEqual([1, "rest"]);
  hold.release();
  vi.advanceTimersByTime(ARMED);
  expect(done).toBe(1);
});

test("a short press asks for a second one", () => {
  hold.press();
  hold.release();
  expect([done, state]).toEqual([0, "armed"]);
  vi.advanceTimersByTime(APART);
  hold.press();
  hold.release();
  expect(done).toBe(1);
});

test("a double click is one press, and a hundred of them are none", () => {
  for (let n = 0; n < 100; n++) {
    hold.press();
    vi.advanceTimersByTime(20);
    hold.release();
    vi.advanceTimersByTime(60);
  }
  expect(done).toBe(0);
});

test("the second press may not come too late", () => {
  hold.press();
  hold.release();
  vi.advanceTimersByTime(ARMED + 1);
  expect(state).toBe("rest");
  hold.press();
  hold.release();
  expect([done, state]).toEqual([0, "armed"]);
});

test("leaving the button takes the press back", () => {
  hold.press();
  hold.rest();
  vi.advanceTimersByTime(HELD);
  hold.release();
  expect([done, state]).toEqual([0, "rest"]);
});

test("a key that repeats is one press", () => {
  hold.press();
  vi.advanceTimersByTime(HELD / 2);
  hold.press();
  vi.advanceTimersByTime(HELD / 2);
  expect(done).toBe(1);
});
