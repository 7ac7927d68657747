/** The built window with the invented backend, served with the policy that the shell sets. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { freeze } from "./freeze.mjs";

const BUILT = process.env.UI_BUILT ?? fileURLToPath(new URL("../../target/ui-fake/", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://x");
  const path = normalize(pathname);
  const send = (body, type) => {
    // What has its hash in its name is read once by a browser that opens the page hundreds of times.
    const kept =
      path.startsWith("/assets/") || path === "/axe.js" ? { "cache-control": "max-age=3600, immutable" } : {};
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY, ...kept }).end(body);
  };
  if (path === "/favicon.ico") return response.writeHead(204).end();
  if (path === "/axe.js") return send(await readFile(AXE), TYPES[".js"]);
  if (path === "/freeze.js") return send(`(${freeze})();`, TYPES[".js"]);
  const file = join(BUILT, path === "/" ? "index.html" : path);
  try {
    const body = await readFile(file);
    // Before every other script, so that none of them has seen the real time.
    const stopped = path === "/" && searchParams.has("now");
    send(
      stopped ? body.toString().replace("<head>", '<head><script src="/freeze.js"></script>') : body,
      TYPES[extname(file)] ?? "text/plain",
    );
  } catch {
    response.writeHead(404).end();
  }
}

/** Serves it on a port of its own. With `?now=MILLISECONDS` the page's time stands still there. */
export async function serve() {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
