// Records that come in while a page stands open: the page stays as it is until its reader asks for them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { go, launch, open, settled } from "./browser.mjs";

const run = promisify(execFile);
const STORY = "Shells hit Arden\n\nBy Mira Oran\n\nNorth forces shelled Arden on Tuesday 25 March 2031, a spokesman for South said.\n";
const browser = await launch();
let shown;
before(async () => {
  shown = await open(browser);
});
after(() => browser.close());

test("a new record waits for the reader", async () => {
  const { page } = shown;
  await go(page, "/documents");
  const lines = page.getByRole("main").getByRole("listitem");
  const before = await lines.count();
  const folder = await mkdtemp(join(tmpdir(), "truce-"));
  try {
    const story = join(folder, "2031-03-26-shells-hit-arden.txt");
    await writeFile(story, STORY);
    await run(process.env.TRUCE, ["ingest", story, "--store", process.env.TRUCE_STORE]);
  } finally {
    await rm(folder, { recursive: true });
  }
  const show = page.getByRole("button", { name: /new records?: show/ });
  await show.waitFor();
  assert.equal(await lines.count(), before, "the page has not moved");
  await show.click();
  await page.getByRole("link", { name: "2031-03-26-shells-hit-arden" }).waitFor();
  await settled(page);
  assert.equal(await lines.count(), before + 1);
  assert.equal(await show.count(), 0);
});
