/** Files that a person chooses for a field of text. */

/** A longer one is no certificate: in bytes. */
export const MAX_CERTIFICATE = 256 * 1024;

/** The text of a file: in UTF-16 where its byte order mark says so, as PowerShell writes it, else in UTF-8. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const marks = { "utf-16le": [0xff, 0xfe], "utf-16be": [0xfe, 0xff] };
  const marked = Object.entries(marks).find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  return new TextDecoder(marked?.[0] ?? "utf-8").decode(bytes);
}

/** The certificate in a chosen file, which the backend judges; null where the file is too big to be one. */
export async function certificateOf(file: Blob): Promise<string | null> {
  return file.size > MAX_CERTIFICATE ? null : textOf(file);
}
