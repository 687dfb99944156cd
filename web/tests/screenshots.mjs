// Writes a picture of every page, light and dark, wide and narrow, into the folder that is named.
import { join } from "node:path";
import { addresses, go, launch, open } from "./browser.mjs";

const [folder] = process.argv.slice(2);
const browser = await launch();
const pages = await addresses();
for (const light of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    const { page, close } = await open(browser, { width, light });
    for (const { name, at } of pages) {
      await go(page, at);
      const path = join(folder, `${name}-${light}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
    }
    await close();
  }
}
await browser.close();
