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
  },
  resolve: { conditions: [...(mode === "production" ? [] : ["fake"]), ...defaultClientConditions] },
  // The guide is the one text beside the page that is shown in it.
  server: { port: 1420, strictPort: true, fs: { allow: [".", "../docs"] } },
  test: { environment: "happy-dom", css: true, include: ["tests/unit/**/*.test.ts"] },
}));
