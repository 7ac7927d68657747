/** The budget: the first script, what the first frame loads, all scripts, and the fonts (gzip; fonts as they are). */
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const assets = new URL("../dist/assets/", import.meta.url);
const kilobytes = (names, pack) =>
  names.reduce((sum, name) => sum + pack(readFileSync(new URL(name, assets))).length, 0) / 1000;
const names = readdirSync(assets);
const scripts = names.filter((name) => name.endsWith(".js"));
const page = readFileSync(new URL("../dist/index.html", import.meta.url), "utf8");
/** What the page asks for by itself: the first script, and what it shows at once, in both languages. */
const frame = scripts.filter((name) => page.includes(name));
const first = frame.filter((name) => page.includes(`src="/assets/${name}"`));
const sizes = [
  ["first script", kilobytes(first, gzipSync), 45],
  ["first frame", kilobytes(frame, gzipSync), 130],
  // The screen of batches brought half of what is above 140, the team what is above 200, and the board of a bulk sign-in
  // what is above 230.
  ["all scripts", kilobytes(scripts, gzipSync), 238],
  [
    "fonts",
    kilobytes(
      names.filter((name) => name.endsWith(".woff2")),
      (bytes) => bytes,
    ),
    90,
  ],
];
for (const [what, size, most] of sizes) console.log(`${what}: ${size.toFixed(1)} kB of ${most}`);
// Each is fetched while the first script is still read: none waits until that asks for it.
const needed = names.filter((name) => /^(Main|zh-CN|en)-.*\.js$|\.woff2$/.test(name));
const unnamed = needed.filter((name) => !page.includes(name));
if (unnamed.length > 0) console.log(`index.html does not name ${unnamed.join(", ")}`);
if (needed.length !== 5)
  console.log(`the first frame needs two languages, a screen and two fonts, not ${needed.join(", ")}`);
if (needed.length !== 5 || unnamed.length > 0 || sizes.some(([, size, most]) => size > most)) process.exit(1);
