// What holds on every page: it asks no other machine, throws nothing, and axe finds nothing, light and dark, wide and narrow.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { addresses, go, launch, open, violations } from "./browser.mjs";

const browser = await launch();
const pages = await addresses();
after(() => browser.close());

for (const light of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    describe(`${light}, ${width} wide`, () => {
      let shown;
      before(async () => {
        shown = await open(browser, { width, light });
      });
      after(() => shown.close());

      for (const { name, at, missing } of pages) {
        test(`${name} is sound`, async () => {
          shown.wrong.length = 0;
          await go(shown.page, at);
          assert.deepEqual(await violations(shown.page), []);
          const wider = await shown.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wider <= 0, `the page is ${wider} wider than the window`);
          // Chromium itself writes of every answer that something is missing.
          const wrong = shown.wrong.filter((line) => !(missing && line.includes("404 (Not Found)")));
          assert.deepEqual(wrong, []);
        });
      }
    });
  }
}
