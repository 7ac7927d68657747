/** The window's texts in two languages. `t` is read inside components, so a switch of language renders at once. */
import type { Lang, Text } from "../ipc/contract";
import type { en } from "./en";
import type { zh } from "./zh-CN";

export type Key = keyof typeof zh;
type Words = Record<Key, string>;
type Values = Record<string, string | number>;

// A key that one language lacks does not compile.
const load = {
  zh: (): Promise<Words & typeof en> => import("./zh-CN").then((file) => file.zh),
  en: (): Promise<Words> => import("./en").then((file) => file.en),
} satisfies Record<Lang, () => Promise<Words>>;

/** Kept as state: what was searched or drawn before a language had arrived is searched and drawn again. */
let known = $state.raw<Partial<Record<Lang, Words>>>({});
let lang = $state<Lang>("zh");
let pseudo = $state(false);
/** The language requested last: one that arrives late does not replace it. */
let wanted: Lang = "zh";

/** The language shown. */
export const language = (): Lang => lang;
/** For `lang` attributes and `Intl`. */
export const locale = (of: Lang = lang): string => (of === "zh" ? "zh-CN" : "en-GB");

/** Shows another language, at once and everywhere. */
export async function speak(next: Lang): Promise<void> {
  wanted = next;
  await learn(next);
  if (wanted === next) show(next);
}

function show(next: Lang): void {
  lang = next;
  if (typeof document !== "undefined") document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
}

/** Fetches a language, so that it can be shown without waiting. */
export async function learn(of: Lang): Promise<void> {
  if (known[of]) return;
  const words = await load[of]();
  known = { ...known, [of]: words };
}

/** For tests: every word longer and in brackets, so that what is cut off or not translated can be seen. */
export function speakPseudo(on: boolean): void {
  pseudo = on;
}

/** The words of a key, with `{name}` filled in. `{n|one|many}` chooses by the number `n`. */
export function t(key: Key, values: Values = {}, of: Lang = lang): string {
  const words = fill((known[of] ?? known[lang])?.[key] ?? key, values);
  return pseudo ? stretch(words) : words;
}

/** A text of the backend in the user's language. */
export const said = (text: Text): string => (pseudo ? stretch(text[lang]) : text[lang]);

function fill(words: string, values: Values): string {
  return words.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : Number(value) === 1 ? one : (many ?? "");
  });
}

function stretch(words: string): string {
  return `[${words}${"~".repeat(Math.ceil(words.length * 0.4))}]`;
}
