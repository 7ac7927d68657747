/** What nobody caught. A person is told; where a driver has the window, its tests read it and fail. */
import { app } from "./state/app.svelte";

/** As many as a test needs to see. */
const MOST = 20;

declare global {
  interface Window {
    /** What went wrong and was not caught, in a window that a driver has. */
    uncaught?: string[];
  }
}

/** Hears of every error and rejection that nobody caught, and of what the page's policy stopped. */
export function hearFaults(): void {
  const keep = keeper();
  window.addEventListener("unhandledrejection", (event) => {
    keep(`rejection: ${named(event.reason)}`);
    app.tell(event.reason);
  });
  window.addEventListener("error", (event) => keep(`error: ${event.message} ${event.filename}:${event.lineno}`));
  document.addEventListener("securitypolicyviolation", (event) =>
    keep(`policy: ${event.violatedDirective} ${event.blockedURI}`),
  );
}

/** Keeps lines for the tests, with what is written to the console as an error; without a driver keeps nothing. */
function keeper(): (line: string) => void {
  if (!navigator.webdriver) return () => undefined;
  const lines: string[] = (window.uncaught = []);
  const keep = (line: string): void => void (lines.length < MOST && lines.push(line));
  // oxlint-disable-next-line no-console -- heard, not used
  const write = console.error.bind(console);
  // oxlint-disable-next-line no-console
  console.error = (...words: unknown[]): void => {
    keep(`console: ${words.map(named).join(" ")}`);
    write(...words);
  };
  return keep;
}

/** What a thing that was thrown is called: an error's words, a failure's code, never its values. */
function named(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
  if (typeof thrown === "string") return thrown;
  return typeof thrown === "object" && thrown !== null && "code" in thrown ? String(thrown.code) : typeof thrown;
}
