import { render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import en from "../../../docs/guide.md?raw";
import zh from "../../../docs/guide.zh-CN.md?raw";
import { speak } from "../../src/i18n/index.svelte";
import Guide from "../../src/screens/guide/Guide.svelte";
import { blocks, spans } from "../../src/screens/guide/markdown";

describe("the guide", () => {
  test("is read with what stands out in it, and nothing of it becomes markup", () => {
    expect(spans("Press `Ctrl N` or **sign in** in *Settings*, [see](#a-b) <b>x</b> [there](x.md)")).toEqual([
      { text: "Press ", as: "plain" },
      { text: "Ctrl N", as: "code" },
      { text: " or ", as: "plain" },
      { text: "sign in", as: "strong" },
      { text: " in ", as: "plain" },
      { text: "Settings", as: "em" },
      { text: ", ", as: "plain" },
      { text: "see", as: "link", to: "a-b" },
      { text: " <b>x</b> ", as: "plain" },
      { text: "there", as: "plain" },
    ]);
    expect(blocks("# A\n\n![p](x.png)\n\none\ntwo\n\n1. a\n   b\n2. c\n\n```sh\nx\n\ny\n```")).toMatchObject([
      { kind: "heading", level: 1, id: "a" },
      { kind: "paragraph", spans: [{ text: "one two" }] },
      { kind: "list", ordered: true, items: [[{ text: "a b" }], [{ text: "c" }]] },
      { kind: "code", text: "x\n\ny" },
    ]);
  });

  test.each([
    ["English", en],
    ["Chinese", zh],
  ])("in %s has a heading for every link of its contents, and no mark of Markdown is left", (_, text) => {
    const parts = blocks(text);
    const ids = parts.flatMap((part) => (part.kind === "heading" ? [part.id] : []));
    const all = parts.flatMap((part) => {
      if (part.kind === "list") return part.items.flat();
      if (part.kind === "table") return [...part.head, ...part.rows.flat()].flat();
      return part.kind === "code" ? [] : part.spans;
    });
    const links = all.flatMap((span) => (span.as === "link" ? [span.to] : []));
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
    for (const { text: words, as } of all) if (as !== "code") expect(words).not.toMatch(/[`*\]]|\]\(|^\|/);
  });

  test("is shown in the reader's language, without a word from elsewhere", async () => {
    for (const [language, words] of [
      ["en", "Every environment|Environments and production"],
      ["zh", "环境与生产"],
    ] as const) {
      await speak(language);
      const shown = render(Guide);
      const titles = screen.getAllByRole("heading", { level: 3 }).map((one) => one.textContent?.trim());
      expect(titles.some((title) => title !== undefined && words.split("|").includes(title))).toBe(true);
      const link = document.querySelector<HTMLButtonElement>("article li button");
      const scrolled = vi.fn();
      for (const one of document.querySelectorAll<HTMLElement>("[data-anchor]")) one.scrollIntoView = scrolled;
      link?.click();
      expect(scrolled).toHaveBeenCalled();
      shown.unmount();
    }
  });
});
