/** The colours: every text on every background it stands on, in both themes, by WCAG 2.2. */
import { describe, expect, test } from "vitest";
import css from "../../src/style/tokens.css?raw";

type Oklch = [lightness: number, chroma: number, hue: number];
const tokens = new Map<string, { light: Oklch; dark: Oklch }>();
const PAIR = /--([\w-]+):\s*light-dark\(oklch\(([^)/]+)\),\s*oklch\(([^)/]+)\)\)/g;
const numbers = (words: string) => words.trim().split(/\s+/).map(Number) as Oklch;
for (const [, name, light, dark] of css.matchAll(PAIR))
  tokens.set(name as string, { light: numbers(light as string), dark: numbers(dark as string) });

/** Relative luminance, by way of linear sRGB. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const turn = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(turn), chroma * Math.sin(turn)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(Math.max(value, 0), 1);
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: "light" | "dark"): number {
  const colour = (name: string) => {
    const found = tokens.get(name);
    if (!found) throw new Error(`tokens.css has no --${name}`);
    return luminance(found[theme]) + 0.05;
  };
  const [a, b] = [colour(one), colour(other)];
  return Math.max(a, b) / Math.min(a, b);
}

const BACKGROUNDS = ["bg-app", "bg-sidebar", "bg-surface", "bg-raised", "bg-hover", "bg-selected", "bg-inset"];
const LEAST: [text: string, on: string[], least: number][] = [
  ["text", BACKGROUNDS, 7],
  ["text-2", BACKGROUNDS, 4.5],
  ["text-3", BACKGROUNDS, 4.5],
  ["accent-text", [...BACKGROUNDS, "accent-soft"], 4.5],
  ["warn-text", [...BACKGROUNDS, "warn-soft"], 4.5],
  ["danger-text", [...BACKGROUNDS, "danger-soft"], 4.5],
  ["ok-text", ["bg-surface", "ok-soft"], 4.5],
  ["info-text", ["bg-surface", "info-soft"], 4.5],
  ["violet-text", ["bg-surface", "violet-soft"], 4.5],
  ["on-accent", ["accent", "accent-hover"], 4.5],
  ["focus", BACKGROUNDS, 3],
  ["border-control", ["bg-app", "bg-surface", "bg-raised", "bg-inset"], 3],
  // A chosen box or radio, on what it stands on.
  ["accent", ["bg-app", "bg-surface"], 3],
  ["ok", ["bg-surface"], 3],
  ["danger", ["bg-surface", "bg-app"], 3],
];

describe("contrast", () => {
  test("white on black is 21", () => {
    tokens.set("white", { light: [1, 0, 0], dark: [1, 0, 0] });
    tokens.set("black", { light: [0, 0, 0], dark: [0, 0, 0] });
    expect(contrast("white", "black", "light")).toBeCloseTo(21, 1);
  });
  for (const theme of ["light", "dark"] as const)
    for (const [text, on, least] of LEAST)
      test.each(on)(`${theme}: ${text} on %s`, (background) => {
        expect(contrast(text, background, theme)).toBeGreaterThanOrEqual(least);
      });
});
