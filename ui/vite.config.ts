import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";

// The condition "fake" turns the import of "#bridge" from Tauri to the invented backend: for development, screenshots
// and tests in a browser. The shipped build never has it.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
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
