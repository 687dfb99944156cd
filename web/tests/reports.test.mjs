// Reports: a day of the calendar, the page as it is published, every number down to its words, and on paper.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inflateSync } from "node:zlib";
import { ADDRESS, go, launch, open, settled } from "./browser.mjs";

const AT = "/reports/cessation-of-hostilities-2016-09-12/2016-09-16";
const browser = await launch();
after(() => browser.close());

describe("the report of a day", () => {
  let shown;
  before(async () => {
    shown = await open(browser);
  });
  after(() => shown.close());
  const report = () => shown.page.getByRole("article", { name: "Report" });

  test("the calendar leads to it", async () => {
    await go(shown.page, "/reports");
    await shown.page.getByRole("link", { name: /^16\s+Sept 2016\s*: 7 incidents/ }).click();
    await shown.page.waitForURL(`**${AT}`);
    await settled(shown.page);
    await shown.page.getByRole("heading", { level: 1, name: "Friday, 16 September 2016" }).waitFor();
  });

  test("it says what the published page says, word for word", async () => {
    const words = (text) => text.replace(/\s+/g, " ").trim();
    const published = await (await fetch(`${ADDRESS}/api${AT}?format=html`)).text();
    const same = await shown.page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").querySelector("main").textContent, published);
    const ours = await report().evaluate((one) => [...one.children].slice(1).map((child) => child.textContent).join(" "));
    assert.equal(words(ours), words([...same].join("")));
  });

  test("a number leads to its quotes, a quote to its document", async () => {
    await report().getByRole("link", { name: "7", exact: true }).first().click();
    await shown.page.waitForURL(/#q1$/);
    const quote = report().locator("#q1");
    await quote.getByRole("link").click();
    await shown.page.waitForURL(/\/documents\/doc-[0-9a-f]+\?claim=clm-/);
    await shown.page.goBack();
    await settled(shown.page);
  });

  test("the days before and after are a step away", async () => {
    await go(shown.page, AT);
    await shown.page.getByRole("link", { name: "The day after" }).click();
    await shown.page.getByRole("heading", { level: 1, name: "Saturday, 17 September 2016" }).waitFor();
  });

  test("taken back in time it is the report of then", async () => {
    await go(shown.page, `${AT}?as_of=6`);
    const then = await (await fetch(`${ADDRESS}/api${AT}?as_of=6`)).json();
    assert.match(await report().innerText(), new RegExp(`up to record ${then.cut_off.record}\\b`));
  });

  for (const [word, kind] of [["Web page", "html"], ["Markdown", "md"], ["Data (JSON)", "json"]]) {
    test(`it can be taken along as ${kind}`, async () => {
      await go(shown.page, AT);
      const [download] = await Promise.all([shown.page.waitForEvent("download"), shown.page.getByRole("link", { name: word }).click()]);
      assert.equal(download.suggestedFilename(), `cessation-of-hostilities-2016-09-12-2016-09-16.${kind}`);
    });
  }

  test("on paper it has pages with text, and none of the frame", async () => {
    await go(shown.page, AT);
    const pdf = await shown.page.pdf({ preferCSSPageSize: true });
    const { pages, shows } = inside(pdf);
    console.log(`report on paper: ${pages} pages, ${(pdf.length / 1024).toFixed(0)} KiB, text shown ${shows} times`);
    assert.ok(pages >= 3 && pages < 60, `${pages} pages`);
    assert.ok(shows > 500, `${shows} stretches of text`);
    // A4 in points.
    assert.match(pdf.toString("latin1"), /\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    await shown.page.emulateMedia({ media: "print" });
    assert.equal(await shown.page.getByRole("navigation", { name: "Pages" }).isVisible(), false);
    assert.equal(await shown.page.getByRole("button", { name: "Print or save as PDF" }).isVisible(), false);
    await shown.page.emulateMedia({ media: null });
  });

  test("an agreement that is not there is said to be none", async () => {
    await go(shown.page, "/reports/nowhere/2016-09-16");
    await shown.page.getByRole("alert").waitFor();
    shown.wrong.length = 0;
  });
});

/** How many pages a PDF has, and how often it shows text. */
function inside(pdf) {
  const text = pdf.toString("latin1");
  let shows = 0;
  for (const found of text.matchAll(/stream\r?\n/g)) {
    const from = found.index + found[0].length;
    try {
      const drawn = inflateSync(pdf.subarray(from, text.indexOf("endstream", from))).toString("latin1");
      shows += (drawn.match(/T[jJ]\b/g) ?? []).length;
    } catch {
      // Not every stream is compressed text.
    }
  }
  return { pages: (text.match(/\/Type\s*\/Page\b/g) ?? []).length, shows };
}
