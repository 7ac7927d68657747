import "./style/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { tame } from "./engine";
import { hearFaults } from "./faults";
import { watchHands } from "./components/input_modality";
import { greet, learn } from "./i18n/index.svelte";
import { windowReady } from "./ipc/api";
import { app } from "./state/app.svelte";

hearFaults();
tame();
watchHands();
// The shell opens the page with the language of its settings; the other one follows when there is time.
void app.begin();
await greet(document.documentElement.lang === "en" ? "en" : "zh");
mount(App, { target: document.getElementById("app") as HTMLElement });
// A hidden window draws no frames, so none is waited for.
void windowReady();
setTimeout(() => void Promise.all([learn("zh"), learn("en")]), 500);
