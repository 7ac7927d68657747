/** The window's words in two languages. `t` is read inside components, so a switch of language renders at once. */
import type { Lang, Text } from "../ipc/contract";
import { en } from "./en";
import { zh } from "./zh-CN";

export type Words = typeof zh;
export type Key = keyof Words;
type Values = Record<string, string | number>;

// A key that one language lacks does not compile.
const catalogues: Record<Lang, Record<Key, string>> = { zh, en } satisfies Record<Lang, Record<keyof typeof en, string>>;

let lang = $state<Lang>("zh");
let pseudo = $state(false);

/** The language shown. */
export const language = (): Lang => lang;
/** For `lang` attributes and `Intl`. */
export const locale = (of: Lang = lang): string => (of === "zh" ? "zh-CN" : "en-GB");

/** Shows another language, at once and everywhere. */
export function speak(next: Lang): void {
  lang = next;
  if (typeof document !== "undefined") document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

/** For tests: every word longer and in brackets, so that what is cut off or not translated can be seen. */
export function speakPseudo(on: boolean): void {
  pseudo = on;
}

/** The words of a key, with `{name}` filled in. `{n|one|many}` chooses by the number `n`. */
export function t(key: Key, values: Values = {}, of: Lang = lang): string {
  const words = fill(catalogues[of][key], values);
  return pseudo ? stretch(words) : words;
}

/** What the backend says, in the reader's language. */
export const said = (text: Text): string => (pseudo ? stretch(text[lang]) : text[lang]);

function fill(words: string, values: Values): string {
  return words.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : (Number(value) === 1 ? one : (many ?? ""));
  });
}

function stretch(words: string): string {
  return `[${words}${"~".repeat(Math.ceil(words.length * 0.4))}]`;
}
