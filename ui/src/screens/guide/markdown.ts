/** The user's guide as parts that a page can draw. It is the project's own text, and only what it uses is read; nothing of
 * it becomes markup by itself. */

export type Span = { text: string; as: "plain" | "code" | "strong" | "em" } | { text: string; as: "link"; to: string };
export type Block =
  | { kind: "heading"; level: number; id: string; spans: Span[] }
  | { kind: "paragraph"; spans: Span[] }
  | { kind: "list"; ordered: boolean; items: Span[][] }
  | { kind: "table"; head: Span[][]; rows: Span[][][] }
  | { kind: "code"; text: string };

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|!?\[([^\]]*)\]\(([^)]*)\)/g;

/** Words with what stands out in them. A link elsewhere than within the guide is its words. */
export function spans(text: string): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const hit of text.matchAll(SPAN)) {
    const [whole, code, strong, em, words, to] = hit;
    if (hit.index > end) found.push({ text: text.slice(end, hit.index), as: "plain" });
    end = hit.index + whole.length;
    if (code !== undefined) found.push({ text: code, as: "code" });
    else if (strong !== undefined) found.push({ text: strong, as: "strong" });
    else if (em !== undefined) found.push({ text: em, as: "em" });
    else if (to?.startsWith("#")) found.push({ text: words ?? "", as: "link", to: to.slice(1) });
    else found.push({ text: words ?? "", as: "plain" });
  }
  if (end < text.length) found.push({ text: text.slice(end), as: "plain" });
  return found;
}

/** The name that a link has for a heading, as GitHub makes it. */
export const anchor = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, "")
    .replaceAll(" ", "-");

/** Joined lines: Chinese without a space between them. */
const joined = (lines: readonly string[]): string =>
  lines.reduce((text, line) => text + (/[\u3000-\uffef]$/.test(text) || text === "" ? "" : " ") + line.trim(), "");

const cells = (line: string): Span[][] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => spans(cell.trim()));

/** One part: lines between empty ones. A picture, and a line that is only a link to the other language, are none. */
function block(lines: string[]): Block | null {
  const [first = "", second = ""] = lines;
  const heading = /^(#+) (.*)$/.exec(first);
  if (heading) {
    const [, marks = "", words = ""] = heading;
    return { kind: "heading", level: marks.length, id: anchor(words), spans: spans(words) };
  }
  if (first.startsWith("![") || /^\[[^\]]*\]\([^#)]*\)$/.test(first)) return null;
  if (first.startsWith("|") && second.startsWith("|-"))
    return { kind: "table", head: cells(first), rows: lines.slice(2).map(cells) };
  if (/^(- |\d+\. )/.test(first)) {
    const items: string[][] = [];
    for (const line of lines) {
      const begun = /^(?:- |\d+\. )(.*)$/.exec(line);
      if (begun) items.push([begun[1] ?? ""]);
      else items.at(-1)?.push(line);
    }
    return { kind: "list", ordered: /^\d/.test(first), items: items.map((item) => spans(joined(item))) };
  }
  return { kind: "paragraph", spans: spans(joined(lines)) };
}

export function blocks(markdown: string): Block[] {
  const found: Block[] = [];
  let open: string[] = [];
  let code: string[] | null = null;
  const end = (): void => {
    const part = open.length > 0 ? block(open) : null;
    if (part) found.push(part);
    open = [];
  };
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) {
      end();
      if (code) found.push({ kind: "code", text: code.join("\n") });
      code = code ? null : [];
    } else if (code) code.push(line);
    else if (line.trim() === "") end();
    else open.push(line);
  }
  end();
  return found;
}
