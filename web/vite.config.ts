// How the pages are built: one folder `dist`, which the program carries. Nothing in it names another machine.
import { readFile } from "node:fs/promises";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** Fonts and outlines come with their licences, as these ask. */
function licencesOfFiles(): Plugin {
  const packages = ["@fontsource-variable/source-sans-3", "@fontsource-variable/source-serif-4", "world-atlas"];
  return {
    name: "licences-of-files",
    async generateBundle() {
      for (const name of packages) {
        const source = await readFile(new URL(`node_modules/${name}/LICENSE`, import.meta.url), "utf8");
        this.emitFile({ type: "asset", fileName: `licences/${name.split("/").at(-1)}.txt`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), licencesOfFiles()],
  build: {
    target: "es2024",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    license: { fileName: "licences/code.md" },
  },
  // `npx vite` beside a running `truce serve`.
  server: { proxy: { "/api": process.env["TRUCE_ADDRESS"] ?? "http://127.0.0.1:8080" } },
});
