/** The WebKitGTK of the system in a window of its own, on a screen that nobody sees: MiniBrowser, driven over WebDriver.
 * Whatever is started here ends with `close`, or with this program. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ZONE } from "./freeze.mjs";

/** Where no window manager says which window has the focus, it is the one below the pointer, which rests in the middle of
 * the screen: every window lies so that this is on its bar, where the page feels no pointer. */
const SCREEN = { width: 2600, height: 1700 };
const BAR = 10;
/** How long the driver may take to start, or to answer. */
const PATIENCE = 60_000;
/** MiniBrowser's bar, made as small as it can be: it would keep the window from becoming narrow. */
const NARROW = "* { min-width: 0; min-height: 0; margin: 0; padding: 0; border: 0; font-size: 1px; }";

/** Where WebKitGTK keeps its MiniBrowser. */
function miniBrowser() {
  const places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/libexec", "/usr/lib"];
  const ask = ["--variable=libdir", "webkit2gtk-4.1"];
  try {
    places.unshift(execFileSync("pkg-config", ask, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim());
  } catch {
    // Without the headers the library may still be there.
  }
  const found = places.map((place) => join(place, "webkit2gtk-4.1/MiniBrowser")).find(existsSync);
  if (!found) throw new Error("there is no MiniBrowser of WebKitGTK 4.1: cargo xtask setup --window");
  return process.env.MINI_BROWSER ?? found;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a program in a group of its own, and ends that group with this one. */
function start(program, line, options) {
  const child = spawn(program, line, { ...options, detached: true });
  child.on("error", (error) => console.error(`${program}: ${error.message}`));
  const end = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  process.once("exit", end);
  return { child, end };
}

/** A home in which nothing of the person's settings is found, and in which nothing moves. */
function home() {
  const folder = mkdtempSync(join(tmpdir(), "hallpass-webkit-"));
  mkdirSync(join(folder, "config/gtk-3.0"), { recursive: true });
  writeFileSync(join(folder, "config/gtk-3.0/settings.ini"), "[Settings]\ngtk-enable-animations=0\n");
  writeFileSync(join(folder, "config/gtk-3.0/gtk.css"), NARROW);
  return folder;
}

const environment = (folder, display) => ({
  ...process.env,
  DISPLAY: display,
  TZ: ZONE,
  LANG: "C.UTF-8",
  HOME: folder,
  XDG_RUNTIME_DIR: folder,
  XDG_CONFIG_HOME: join(folder, "config"),
  XDG_DATA_HOME: join(folder, "data"),
  XDG_CACHE_HOME: join(folder, "cache"),
  GDK_BACKEND: "x11",
  // Accessibility, portals and settings would each wait for services that are not there.
  NO_AT_BRIDGE: "1",
  GTK_USE_PORTAL: "0",
  GSETTINGS_BACKEND: "memory",
  DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, "no-bus")}`,
  // As the window draws where there is no graphics processor.
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  // In a container without user namespaces there is no sandbox for the page's process to be in.
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
});

async function screen() {
  const line = ["-displayfd", "3", "-screen", "0", `${SCREEN.width}x${SCREEN.height}x24`, "-nolisten", "tcp"];
  const server = start("Xvfb", line, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [number] = await once(server.child.stdio[3], "data");
  return { display: `:${String(number).trim()}`, end: server.end };
}

/** Opens the window. `command(method, path, body)` speaks to the driver, `resize`
 * makes the whole window so large. */
export async function webdriver() {
  const binary = miniBrowser();
  const folder = home();
  const { display, end: endScreen } = await screen();
  const port = await freePort();
  const loud = process.env.WINDOW_LOG ? "inherit" : "ignore";
  const driver = start("WebKitWebDriver", [`--port=${port}`], {
    env: environment(folder, display),
    stdio: ["ignore", loud, loud],
  });
  const ask = async (method, path, body) => {
    const asked = { method, signal: AbortSignal.timeout(PATIENCE) };
    if (body !== undefined) asked.body = JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, asked);
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  await ready(ask, driver.child);
  const wanted = { "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: wanted } });
  const command = (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
  return {
    command,
    resize: (width, height) => {
      const [x, y] = [Math.round((SCREEN.width - width) / 2), SCREEN.height / 2 - BAR];
      return command("POST", "/window/rect", { x, y, width, height });
    },
    close: async () => {
      await ask("DELETE", `/session/${sessionId}`).catch(() => {});
      driver.end();
      endScreen();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the driver listens. */
async function ready(ask, child) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await ask("GET", "/status");
    } catch (error) {
      if (Date.now() > end || child.exitCode !== null || child.pid === undefined) throw error;
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((done) => setTimeout(done, 30));
    }
  }
}
