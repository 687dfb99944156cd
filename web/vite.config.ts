// How the pages are built: one folder `dist`, which the program carries. Nothing in it names another machine.
import { readFile } from "node:fs/promises";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** The fonts come with their licence, as it asks. */
function licencesOfFonts(): Plugin {
  const fonts = ["source-sans-3", "source-serif-4"];
  return {
    name: "licences-of-fonts",
    async generateBundle() {
      for (const font of fonts) {
        const source = await readFile(new URL(`node_modules/@fontsource-variable/${font}/LICENSE`, import.meta.url), "utf8");
        this.emitFile({ type: "asset", fileName: `licences/${font}.txt`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), licencesOfFonts()],
  build: {
    target: "es2024",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    license: { fileName: "licences/code.md" },
  },
  // `npx vite` beside a running `truce serve`.
  server: { proxy: { "/api": process.env["TRUCE_ADDRESS"] ?? "http://127.0.0.1:8080" } },
});
