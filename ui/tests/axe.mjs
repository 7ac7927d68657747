/** What axe says of a page. */

/** Runs in the page. A row of the list or of a table, and an entry of the sidebar, that was looked at before just as it
 * is now is not looked at again: they are most of every screen. `seen` has their marks. */
async function look({ seen, rules }) {
  const mark = (one) => {
    const text = `${one.outerHTML} ${one.offsetWidth} ${one.matches(":hover")} ${document.activeElement.localName}`;
    let sum = 0;
    for (let n = 0; n < text.length; n++) sum = (Math.imul(sum, 31) + text.charCodeAt(n)) | 0;
    return sum;
  };
  const parts = [...document.querySelectorAll("[role=option], nav li, tbody tr")].map((one) => ({
    one,
    mark: mark(one),
  }));
  const known = new Set(seen);
  const exclude = parts.filter((part) => known.has(part.mark)).map(({ one }) => one);
  const { violations } = await globalThis.axe.run(
    { include: [document.documentElement], exclude },
    { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) },
  );
  return {
    marks: parts.map((part) => part.mark),
    lines: violations.map(({ id, nodes }) => {
      const told = nodes.map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`);
      return `${id}: ${told.slice(0, 3).join(" | ")}`;
    }),
  };
}

const COLOURS = ["color-contrast", "link-in-text-block"];
/** The marks of what was looked at, by language, theme and rules. */
const looked = new Map();

/** What axe finds, in a line each. In a second theme nothing is different but the colours. */
export async function violations(shown, { lang, theme, onlyColours }) {
  const key = `${lang} ${theme} ${onlyColours}`;
  const seen = looked.get(key) ?? new Set();
  looked.set(key, seen);
  if (!(await shown.evaluate(() => "axe" in globalThis))) await shown.addScriptTag({ url: "/axe.js" });
  const { marks, lines } = await shown.evaluate(look, { seen: [...seen], rules: onlyColours ? COLOURS : null });
  if (lines.length === 0) for (const mark of marks) seen.add(mark);
  return lines;
}
