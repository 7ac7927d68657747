import "./style/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { tame } from "./engine";
import { hearFaults } from "./faults";
import { watchHands } from "./components/input_modality";
import { learn, speak } from "./i18n/index.svelte";
import { windowReady } from "./ipc/api";
import { parts } from "./screens/main/parts";
import { app } from "./state/app.svelte";

/** How long the window waits for what its first frame shows, in milliseconds, and how long the list for that frame. */
const PATIENCE = 150;

const late = () => new Promise<void>((then) => setTimeout(then, PATIENCE));
/** A window that stays hidden draws no frame. */
const frame = () => Promise.race([new Promise<void>((then) => requestAnimationFrame(() => setTimeout(then))), late()]);

/** The first frame has everything on it but the list. A part that cannot be fetched does not keep the window hidden. */
async function begin(): Promise<void> {
  let drawn!: () => void;
  const known = Promise.allSettled([app.begin(new Promise((then) => (drawn = then))), parts.Main()]);
  // The shell opens the page with the language of its settings; the other one follows when there is time.
  await Promise.allSettled([speak(document.documentElement.lang === "en" ? "en" : "zh")]);
  await Promise.race([known, late()]);
  mount(App, { target: document.getElementById("app") as HTMLElement });
  void windowReady();
  void frame().then(drawn);
  setTimeout(() => void Promise.all([learn("zh"), learn("en")]), 500);
}

hearFaults();
tame();
watchHands();
void begin();
