/** Certificates out of files, as Windows writes them, in the form of a profile and in that of a team. */
import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import { textOf } from "../../src/components/text_file";
import type { Draft } from "../../src/ipc/contract";
import NetworkFields from "../../src/screens/profiles/NetworkFields.svelte";
import Join from "../../src/screens/team/Join.svelte";

vi.mock("../../src/ipc/api");

const PEM = "-----BEGIN CERTIFICATE-----\r\n5bCU\r\n-----END CERTIFICATE-----\r\n";

/** The units of a text with a byte order mark before them. */
function utf16(text: string, little: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer((text.length + 1) * 2));
  [...("\ufeff" + text)].forEach((unit, at) => view.setUint16(at * 2, unit.charCodeAt(0), little));
  return new Uint8Array(view.buffer);
}

async function choose(file: File): Promise<void> {
  const input = document.querySelector<HTMLInputElement>("[data-field=ca] input[type=file]") as HTMLInputElement;
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  await fireEvent.change(input);
  await vi.waitFor(() => expect(input.value).toBe(""));
  await tick();
}

const field = (): HTMLElement => document.querySelector("[data-field=ca]") as HTMLElement;

/** Shows the form of a profile; answers what its draft has. */
function profile(): () => string | null | undefined {
  const draft = { proxy: "system", ca: null, environment: "dev", allow_http: false, client_certificate: null };
  const props = { draft: draft as unknown as Draft, certificateKept: false, error: () => null, disabled: false };
  render(NetworkFields, props);
  return () => props.draft.ca;
}

/** Shows the form of a team; answers what its field shows. */
function team(): () => string | null | undefined {
  render(Join, { again: null, ondone: () => undefined });
  return () => field().querySelector("textarea")?.value;
}

const lines = (text: string | null | undefined): string | undefined => text?.replaceAll("\r\n", "\n");

beforeEach(() => speak("en"));
afterEach(cleanup);

test("a text is the same in each form that Windows writes", async () => {
  for (const bytes of [PEM, "\ufeff" + PEM, utf16(PEM, true), utf16(PEM, false)])
    expect(await textOf(new Blob([bytes]))).toBe(PEM);
  expect(await textOf(new Blob([]))).toBe("");
});

for (const [form, show] of [
  ["a profile", profile],
  ["a team", team],
] as const)
  test(`the authority of ${form} is read from a file of PowerShell, and one that is too big is named`, async () => {
    const read = show();
    await choose(new File([utf16(PEM, true)], "ca.pem"));
    await vi.waitFor(() => expect(lines(read())).toBe(lines(PEM)));
    await choose(new File(["x".repeat(256 * 1024 + 1)], "ca.pem"));
    await vi.waitFor(() => expect(field().textContent).toContain("larger than 256 KiB"));
    expect(lines(read())).toBe(lines(PEM));
    await choose(new File(["-----BEGIN"], "ca.pem"));
    await vi.waitFor(() => expect(read()).toBe("-----BEGIN"));
    expect(field().textContent).not.toContain("larger than");
  });
