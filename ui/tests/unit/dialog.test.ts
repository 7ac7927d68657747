/** What the keys do in a dialog that asks: one that is held on from before confirms nothing, and a box is no button. */
import { cleanup, render } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, expect, test } from "vitest";
import Dialog from "../../src/components/Dialog.svelte";
import { speak } from "../../src/i18n/index.svelte";
import { withDialogs } from "./samples";

afterEach(cleanup);

const made = async (html: string): Promise<void> => {
  await speak("en");
  withDialogs();
  const children = createRawSnippet(() => ({ render: () => `<div>${html}</div>` }));
  render(Dialog, { title: "Asked", onclose: () => undefined, children });
};
const enter = (on: Element, repeat: boolean): boolean => {
  const event = new KeyboardEvent("keydown", { key: "Enter", repeat, bubbles: true, cancelable: true });
  on.dispatchEvent(event);
  return event.defaultPrevented;
};

test("a key that is held sends nothing, one that is pressed does", async () => {
  await made("<input>");
  const input = document.querySelector(".body input") as HTMLElement;
  expect(document.activeElement).toBe(input);
  expect([enter(input, true), enter(input, false)]).toEqual([true, false]);
});

test("a box has not the focus by itself, and Enter in it sends nothing", async () => {
  await made("<input type=checkbox>");
  const box = document.querySelector(".body input") as HTMLElement;
  expect(document.activeElement?.tagName).toBe("DIALOG");
  expect(enter(box, false)).toBe(true);
});
