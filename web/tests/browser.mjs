// Opens Chromium on the program that `cargo xtask browser` started, and lets nothing leave this machine.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

/** The program's address. */
export const ADDRESS = process.env.TRUCE_ADDRESS ?? "http://127.0.0.1:8080";
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Every page, by an address that shows it with something on it. */
export async function addresses() {
  const json = async (path) => (await fetch(ADDRESS + path)).json();
  const incidents = (await json("/api/incidents?limit=1000")).items;
  // The one with most to show.
  const incident = incidents.toSorted((a, b) => b.claims.length + b.disagreements.length - a.claims.length - a.disagreements.length)[0];
  const documents = (await json("/api/documents")).items;
  const document = documents.toSorted((a, b) => b.claims - a.claims)[0];
  const marked = (await json(`/api/documents/${document.id}`)).pieces.find(({ claims }) => claims.length > 1) ?? { claims: [""] };
  const ids = { "{incident}": incident.id, "{document}": document.id, "{claim}": marked.claims[0] };
  const { pages } = JSON.parse(await readFile(new URL("pages.json", import.meta.url), "utf8"));
  return pages.map((page) => ({ ...page, at: page.at.replaceAll(/\{\w+\}/g, (name) => ids[name]) }));
}

export async function launch() {
  return chromium.launch({ executablePath: process.env.TRUCE_BROWSER ?? "/usr/bin/chromium", args: FLAGS });
}

/**
 * Opens a window in which every request to another machine fails. `wrong` gathers what must not happen: such requests, errors
 * on the console, exceptions.
 */
export async function open(browser, { width = 1280, height = 900, light = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: light, reducedMotion: "reduce" });
  const wrong = [];
  await context.route(
    (url) => url.origin !== ADDRESS && url.protocol !== "blob:" && url.protocol !== "data:",
    (route) => {
      wrong.push(`asked another machine: ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("console", (message) => message.type() === "error" && wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`exception: ${error.message}`));
  const close = () => context.close();
  return { page, wrong, close };
}

/** Goes to an address and waits until nothing on the page is awaited. */
export async function go(page, at) {
  await page.goto(ADDRESS + at);
  await settled(page);
}

export async function settled(page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached", timeout: 60_000 });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** What axe finds wrong on the page by WCAG 2.2, levels A and AA. */
export async function violations(page) {
  // The pages allow no script of others, so it comes by the debugger and not by an element.
  await page.evaluate(AXE);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), tags);
  return violations.map(({ id, nodes }) => {
    const shown = nodes.slice(0, 3).map((node) => `${node.target}: ${node.failureSummary}`);
    return `${id} (${nodes.length}): ${shown.join(" | ")}`;
  });
}
