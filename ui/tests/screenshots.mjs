/** Pictures for the eye: `node tests/shots.mjs FOLDER "query" [width] [height]`. */
import { open } from "./browser.mjs";

const [folder, query = "", width = "1280", height = "800"] = process.argv.slice(2);
const { page, close } = await open();
const shown = await page(query, { width: Number(width), height: Number(height) });
await shown.waitForTimeout(400);
await shown.screenshot({ path: folder });
if (shown.wrong.length > 0) console.error(shown.wrong.join("\n"));
await close();
