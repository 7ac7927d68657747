/** What the window knows: the vault's state, the settings, the overview, and which screen the detail pane shows. */
import * as api from "../ipc/api";
import { failure } from "../ipc/failure";
import type { Descriptor, Failure, Overview, ProfileRow, Settings, Start, VaultView } from "../ipc/contract";
import { speak } from "../i18n/index.svelte";
import { toasts } from "./toasts.svelte";

/** What stands in the detail pane. */
export type Pane =
  | { screen: "session" }
  /** With what stopped a sign-in, where one was tried with what is saved. */
  | { screen: "sign_in"; name: string; refused?: Failure | null }
  /** With the question to begin with, where one was chosen. */
  | { screen: "inbox"; pending?: string }
  /** What becomes of each, while several are signed in to. */
  | { screen: "board" }
  | { screen: "editor"; name: string | null; like: string | null }
  /** With the import of a file already asked for. */
  | { screen: "profiles"; importing?: boolean }
  | { screen: "authkeys" }
  /** With the profile that is to be shared, where one was chosen; an empty name asks which. */
  | { screen: "team"; share?: string }
  | { screen: "activity" }
  | { screen: "health" }
  | { screen: "settings" };

/** Which of two panes is in front where there is room for one. */
export type Front = "list" | "detail";

/** Screens that take the list's place as well: they are tables of their own. */
const WHOLE: readonly Pane["screen"][] = ["profiles", "activity", "health", "team"];

const NOTHING: Overview = {
  rows: [],
  groups: [],
  environments: [],
  credentials: [],
  pending: [],
  teams: [],
  production_open: [],
  now: new Date(0).toISOString(),
};

class App {
  started = $state.raw<Start | null>(null);
  /** Why the window could not begin. */
  broken = $state.raw<Failure | null>(null);
  vault = $state.raw<VaultView | null>(null);
  settings = $state.raw<Settings | null>(null);
  overview = $state.raw<Overview>(NOTHING);
  /** Whether the overview was ever fetched from the open vault. */
  loaded = $state(false);
  /** Why the overview could not be read the last time. */
  unread = $state.raw<Failure | null>(null);
  /** Counts what changed, so that a screen can fetch its own part again. */
  version = $state(0);
  pane = $state.raw<Pane>({ screen: "session" });
  /** In a narrow window, or a magnified one, one pane is shown at a time. */
  front = $state<Front>("list");
  readonly whole: boolean = $derived(WHOLE.includes(this.pane.screen));
  /** The first run goes on although the vault is open already: its recovery key is still to be shown. */
  welcoming = $state(false);
  /** Asked before another screen is shown: a form with unsaved work holds it back, or lets it go on. */
  leaving: ((goOn: () => void) => void) | null = null;
  readonly providers: Descriptor[] = $derived(this.started?.providers ?? []);
  readonly demo: boolean = $derived(this.started?.demo ?? false);
  readonly rows: Map<string, ProfileRow> = $derived(new Map(this.overview.rows.map((row) => [row.name, row])));

  /** Settled once the first frame is on the screen. */
  #drawn: Promise<void> = Promise.resolve();

  /** Fetches what the first frame needs and listens from then on. The list is shown after that frame: with a thousand
   * profiles a slow machine takes a quarter of a second longer to draw it, and the window would stay away so long. */
  async begin(drawn: Promise<void>): Promise<void> {
    this.#drawn = drawn;
    api.hear("changed", () => void this.refresh());
    api.hear("vault", (vault) => void this.takeVault(vault));
    api.hear("clipboard", () => this.clipboardCleared());
    try {
      void this.takeVault(await this.#start());
    } catch (thrown) {
      this.broken = failure(thrown);
    }
  }

  /** Fetches everything again, when the demo begins or ends. */
  async restart(): Promise<void> {
    await this.takeVault(await this.#start());
  }

  async #start(): Promise<VaultView> {
    const started = await api.start();
    this.started = started;
    this.show(started.settings);
    return started.vault;
  }

  async takeVault(vault: VaultView): Promise<void> {
    this.vault = vault;
    toasts.lock(vault.state === "locked" || vault.state === "opening");
    if (vault.state === "open") return this.refresh();
    this.overview = NOTHING;
    this.loaded = false;
    this.unread = null;
  }

  /** Fetches the overview. */
  async refresh(): Promise<void> {
    if (this.vault?.state !== "open") return;
    try {
      const overview = await api.overview();
      await this.#drawn;
      // Locked meanwhile: what was asked for before names nobody any more.
      if (this.vault.state !== "open") return;
      this.overview = overview;
      this.loaded = true;
      this.unread = null;
      this.version += 1;
    } catch (thrown) {
      if (this.vault.state !== "open") return;
      this.unread = failure(thrown);
      this.tell(thrown);
    }
  }

  /** Saves settings and shows them at once. */
  async save(settings: Settings): Promise<void> {
    const before = this.settings;
    this.show(settings);
    try {
      this.show(await api.saveSettings(settings));
    } catch (thrown) {
      if (before) this.show(before);
      this.tell(thrown);
    }
  }

  /** Shows a screen in the detail pane, and brings that to the front. */
  open(pane: Pane, front: Front = "detail"): void {
    const show = () => void ((this.pane = pane), (this.front = front));
    if (this.leaving) this.leaving(show);
    else show();
  }

  /** Back to the session that is selected, or in a narrow window to the list. */
  back(front: Front = "detail"): void {
    this.open({ screen: "session" }, front);
  }

  provider(id: string): Descriptor | undefined {
    return this.providers.find((one) => one.id === id);
  }

  /** Says that something did not work, and with which session. */
  tell(thrown: unknown, name = ""): void {
    toasts.show({ tone: "failed", title: name, failure: failure(thrown) });
  }

  private clipboardCleared(): void {
    for (const toast of toasts.list) if (toast.about === "clipboard") toasts.drop(toast.id);
  }

  private show(settings: Settings): void {
    this.settings = settings;
    const root = document.documentElement;
    root.dataset.theme = settings.theme;
    root.dataset.density = settings.density;
    void speak(settings.language === "auto" ? (this.started?.system_language ?? "en") : settings.language);
  }
}

export const app = new App();
