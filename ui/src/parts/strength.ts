/** How hard a passphrase is to guess: an estimate by its length and variety, which knows no words and no habits. */

export type Strength = "none" | "weak" | "fair" | "good";

const POOLS: [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/\d/, 10],
  [/[!-/:-@[-`{-~ ]/, 33],
  // People choose from few characters, and those come in words.
  [/[^ -~]/, 128],
];

/** Letters that follow from the one before say little: `aaaa`, `abcd`, `4321`. */
function telling(text: string): number {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  return codes.filter((code, at) => {
    const step = code - (codes[at - 1] ?? -100);
    const stepBefore = (codes[at - 1] ?? -100) - (codes[at - 2] ?? -1000);
    return at < 1 || (step !== 0 && !(Math.abs(step) === 1 && (step === stepBefore || at === 1)));
  }).length;
}

/** The estimate in bits. */
export function bits(text: string): number {
  const pool = POOLS.filter(([kind]) => kind.test(text)).reduce((sum, [, size]) => sum + size, 0);
  return pool === 0 ? 0 : telling(text) * Math.log2(pool);
}

/** With Argon2id before every guess, 45 bits cost a thief weeks and 65 more than anyone spends. */
export function strength(text: string): Strength {
  if (text === "") return "none";
  const guess = bits(text);
  return guess < 45 ? "weak" : guess < 65 ? "fair" : "good";
}
