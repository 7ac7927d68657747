/** The catalogue of a language, for scripts that find things by what a person reads. */
import { readFileSync, readdirSync } from "node:fs";

export function words(lang) {
  const folder = new URL(`../src/i18n/${lang === "zh" ? "zh-CN" : "en"}/`, import.meta.url);
  const all = Object.assign(
    {},
    ...readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8"))),
  );
  return (key, values = {}) => {
    if (!(key in all)) throw new Error(`no words for ${key}`);
    return all[key].replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
  };
}
