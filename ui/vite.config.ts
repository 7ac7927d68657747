import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defaultClientConditions } from "vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** What the first frame shows beside the first script itself; each is fetched while that one is still read. */
const FIRST_FRAME = [/screens.main.Main\.svelte$/, /i18n.(zh-CN|en)\.ts$/];

/** Names the scripts, fonts and styles of the first frame in the page, so that none waits for another to ask for it. */
function fetchFirstFrame(): Plugin {
  return {
    name: "fetch-first-frame",
    transformIndexHtml: {
      order: "post",
      handler(_page, { bundle = {}, chunk }) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const shown = chunks.filter((one) => FIRST_FRAME.some((part) => part.test(one.facadeModuleId ?? "")));
        const imported = shown.flatMap((one) => [one.fileName, ...one.imports]);
        const scripts = new Set(imported.filter((name) => name !== chunk?.fileName));
        const styles = new Set(chunks.filter((one) => scripts.has(one.fileName)).flatMap(stylesOf));
        const fonts = Object.keys(bundle).filter((name) => name.endsWith(".woff2"));
        const link = (attrs: Record<string, string>) => ({ tag: "link", attrs, injectTo: "head" as const });
        return [
          ...[...scripts].map((name) => link({ rel: "modulepreload", href: `/${name}` })),
          ...fonts.map((name) =>
            link({ rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href: `/${name}` }),
          ),
          ...[...styles].map((name) => link({ rel: "stylesheet", href: `/${name}` })),
        ];
      },
    },
  };
}

function stylesOf({ viteMetadata }: { viteMetadata?: { importedCss: Set<string> } }): string[] {
  return [...(viteMetadata?.importedCss ?? [])];
}

// The condition "fake" turns the import of "#bridge" from Tauri to the invented backend: for development, screenshots
// and tests in a browser. The shipped build never has it.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), fetchFirstFrame()],
  build: {
    target: "safari16",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    emptyOutDir: true,
    // By itself it makes a script of each module that several screens share: sixty, most of them below a kilobyte, that
    // weigh a tenth more apart than together. So what the first frame needs is one script, and what screens share another.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "first", tags: ["$initial"], priority: 2 },
            { name: "shared", test: /src.(components|state)/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  resolve: { conditions: [...(mode === "production" ? [] : ["fake"]), ...defaultClientConditions] },
  // The guide is the one text beside the page that is shown in it.
  server: { port: 1420, strictPort: true, fs: { allow: [".", "../docs"] } },
  test: { environment: "happy-dom", css: true, include: ["tests/unit/**/*.test.ts"] },
}));
