// How the pages are built: one folder `dist`, which the program carries. Nothing in it names another machine.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  build: { target: "es2024", assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  // `npx vite` beside a running `truce serve`.
  server: { proxy: { "/api": process.env["TRUCE_ADDRESS"] ?? "http://127.0.0.1:8080" } },
});
