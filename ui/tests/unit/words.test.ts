/** The catalogues: whole in both languages, filled in alike, and written by the house's rules. */
import { describe, expect, test } from "vitest";
import { en } from "../../src/i18n/en";
import { language, learn, speak, speakPseudo, t, type Key } from "../../src/i18n/index.svelte";
import { zh } from "../../src/i18n/zh-CN";

const keys = Object.keys(zh) as Key[];
const holes = (words: string) => [...new Set([...words.matchAll(/\{(\w+)/g)].map((hole) => hole[1]))].toSorted().join();
const files = Object.entries(import.meta.glob<object>("../../src/i18n/*/*.json", { eager: true, import: "default" }));

test("both languages have the same keys, none of them empty", () => {
  expect(Object.keys(en).toSorted()).toEqual(keys.toSorted());
  expect(keys.filter((key) => zh[key].trim() === "" || en[key].trim() === "")).toEqual([]);
});

test("both languages are filled in with the same values", () => {
  const unlike = keys.filter((key) => holes(zh[key]) !== holes(en[key]));
  expect(unlike).toEqual([]);
});

test("no key stands in two files of one language", () => {
  for (const lang of ["zh-CN", "en"]) {
    const all = files.filter(([path]) => path.includes(`/${lang}/`)).flatMap(([, words]) => Object.keys(words));
    expect(all.length).toBe(keys.length);
    expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
  }
});

describe("the rules for Chinese", () => {
  test("您, no exclamation marks, 退出登录 and 配置 as the glossary says", () => {
    expect(keys.filter((key) => /你|[!\uff01]|注销|档案/.test(zh[key]))).toEqual([]);
  });
  test("full-width marks between Chinese, no typed gap beside Latin", () => {
    const half = /[\u4e00-\u9fff][,;:?!(]|[,;:?!)][\u4e00-\u9fff]/;
    const gap = /[\u4e00-\u9fff] [A-Za-z0-9{]|[A-Za-z0-9}] [\u4e00-\u9fff]/;
    expect(keys.filter((key) => half.test(zh[key]) || gap.test(zh[key]))).toEqual([]);
  });
});

test("no exclamation marks in English, and its words are English", () => {
  expect(keys.filter((key) => /!/.test(en[key]))).toEqual([]);
  expect(
    keys.filter(
      (key) => /[\u4e00-\u9fff]/.test(en[key]) && key !== "command.chinese" && !/^language\.|\.zh$|chinese/.test(key),
    ),
  ).toEqual([]);
});

test("a switch of language shows at once, and what arrives late does not take its place", async () => {
  await learn("zh");
  await speak("zh");
  expect(t("act.renew")).toBe("续期");
  const late = speak("zh");
  await speak("en");
  await late;
  expect(language()).toBe("en");
  expect(t("act.renew")).toBe("Renew");
});

test("values and plurals", async () => {
  await speak("en");
  expect(t("renew.done", { n: 1 })).toBe("Renewed 1 session");
  expect(t("renew.done", { n: 3 })).toBe("Renewed 3 sessions");
  // A value that looks like a hole is not filled in again.
  expect(t("copied.title", { name: "{seconds}" })).toContain("{seconds}");
});

test("the pseudo-locale marks every word and makes it longer", async () => {
  await speak("en");
  speakPseudo(true);
  const long = keys.map((key) => [t(key), en[key]] as const);
  speakPseudo(false);
  expect(long.every(([pseudo, plain]) => pseudo.startsWith("[") && pseudo.length >= plain.length * 1.3)).toBe(true);
});
