/** Keys: input methods are left alone. */
import { describe, expect, test } from "vitest";
import { chord, composing, inField } from "../../src/components/keys";

const key = (name: string, more: KeyboardEventInit & { keyCode?: number } = {}) => {
  const event = new KeyboardEvent("keydown", { key: name, ...more });
  if (more.keyCode) Object.defineProperty(event, "keyCode", { value: more.keyCode });
  return event;
};

test("the Enter that ends a composition is the input method's, in both engines", () => {
  // Chromium: isComposing. WebKit: the composition has ended by then, and only the code tells.
  expect(composing(key("Enter", { isComposing: true }))).toBe(true);
  expect(composing(key("Enter", { keyCode: 229 }))).toBe(true);
  expect(composing(key("Enter", { keyCode: 13 }))).toBe(false);
});

test("chords as the shortcut sheet writes them", () => {
  expect(chord(key("K", { ctrlKey: true }))).toBe("Ctrl+k");
  expect(chord(key("k", { metaKey: true }))).toBe("Ctrl+k");
  expect(chord(key("C", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+c");
  expect(chord(key("?", { shiftKey: true }))).toBe("?");
  expect(chord(key("ArrowDown", { shiftKey: true }))).toBe("Shift+ArrowDown");
  expect(chord(key(" "))).toBe(" ");
});

describe("fields", () => {
  const made = (html: string) => {
    document.body.innerHTML = html;
    return document.body.firstElementChild;
  };
  test.each(["<input>", "<input type=password>", "<textarea></textarea>", "<select></select>"])(
    "%s takes letters",
    (html) => expect(inField(made(html))).toBe(true),
  );
  test.each(["<input type=checkbox>", "<input type=radio>", "<button></button>", "<div tabindex=0></div>"])(
    "%s does not",
    (html) => expect(inField(made(html))).toBe(false),
  );
});
