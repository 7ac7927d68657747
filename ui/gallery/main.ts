/** The components by themselves, over the invented backend: `npm run dev`, then /gallery/. Never in a build. */
import "../src/style/base.css";
import { mount } from "svelte";
import { learn } from "../src/i18n/index.svelte";
import { app } from "../src/state/app.svelte";
import Gallery from "./Gallery.svelte";

await Promise.all([app.restart(), learn("zh"), learn("en")]);
mount(Gallery, { target: document.getElementById("app") as HTMLElement });
