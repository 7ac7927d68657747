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

/** How long the first frame waits for the vault's content, in milliseconds; then it says that the vault is opening. */
const PATIENCE = 150;

/** The first frame is drawn once, with everything on it. A part that cannot be fetched does not keep the window hidden. */
async function begin(): Promise<void> {
  const known = Promise.allSettled([app.begin(), parts.Main()]);
  // The shell opens the page with the language of its settings; the other one follows when there is time.
  await Promise.allSettled([speak(document.documentElement.lang === "en" ? "en" : "zh")]);
  await Promise.race([known, new Promise((late) => setTimeout(late, PATIENCE))]);
  mount(App, { target: document.getElementById("app") as HTMLElement });
  // A hidden window draws no frames, so none is waited for.
  void windowReady();
  setTimeout(() => void Promise.all([learn("zh"), learn("en")]), 500);
}

hearFaults();
tame();
watchHands();
void begin();
