/** Every test in a browser, two at a time, since most of the walks wait more than they work: `node tests/all.mjs`. What a
 * test says comes when it is over, in one piece. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const LANES = [["every"], ["hostile", "keyboard", "in_view", "focus", "forced", "narrow", "batch"]];

/** Runs one; answers whether it passed. */
function run(name) {
  const began = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(new URL(`${name}.mjs`, import.meta.url))]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += piece));
  return new Promise((done) =>
    child.on("close", (code) => {
      const time = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${said.trimEnd()}\n${code === 0 ? "✔" : "✘"} ${name} ${time} s`);
      done(code === 0);
    }),
  );
}

async function lane(names) {
  const failed = [];
  // oxlint-disable-next-line no-await-in-loop
  for (const name of names) if (!(await run(name))) failed.push(name);
  return failed;
}

const failed = (await Promise.all(LANES.map(lane))).flat();
for (const name of failed) console.error(`to see it again: node tests/${name}.mjs`);
if (failed.length > 0) process.exit(1);
