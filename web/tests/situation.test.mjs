// The situation page: every truce with its verdicts by reading, the days, what changed, and what cannot be determined.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ADDRESS, go, launch, open, settled } from "./browser.mjs";

const browser = await launch();
let shown;
before(async () => {
  shown = await open(browser);
});
after(() => browser.close());
beforeEach(() => {
  shown.wrong.length = 0;
});

test("a truce tells its verdicts under each reading, each leading to its findings", async () => {
  const { page } = shown;
  await go(page, "/?as_of=20");
  const truce = page.getByRole("region", { name: /^Cessation of hostilities/ });
  await truce.getByRole("columnheader", { name: "violation" }).waitFor();
  const row = truce.getByRole("row", { name: /The text as it stands/ });
  await row.getByRole("link", { name: /undetermined/ }).click();
  await page.getByRole("heading", { level: 1, name: "Findings" }).waitFor();
  await settled(page);
  const query = new URL(page.url()).searchParams;
  assert.deepEqual([query.get("reading"), query.get("verdict"), query.get("as_of")], ["plain", "undetermined", "20"]);
  const told = await (await fetch(`${ADDRESS}/api/findings?limit=1&${query}`)).json();
  await page.getByText(`of ${told.total} findings`).first().or(page.getByText(`${told.total} findings`).first()).waitFor();
});

test("a day tells apart what is dated on it and what can have happened on it", async () => {
  const { page } = shown;
  await go(page, "/?as_of=20");
  const days = page.getByRole("list", { name: "Incidents of each day" });
  await days.getByRole("link", { name: /13 Sept 2016: 4 incidents dated on it, 10 more that can have happened on it/ }).waitFor();
  await days.getByRole("link", { name: /^3 Sept 2016: 0 incidents dated on it/ }).click();
  await page.getByRole("heading", { level: 1, name: "Incidents" }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("day"), "2016-09-03");
});

test("a day is gone to and restored by its address", async () => {
  const { page } = shown;
  await go(page, "/?as_of=20&day=2016-09-16");
  await page.getByText("Friday, 16 September 2016").waitFor();
  await page.getByRole("link", { name: "The day before" }).click();
  await page.getByText("Thursday, 15 September 2016").waitFor();
  await page.reload();
  await page.getByText("Thursday, 15 September 2016").waitFor();
});

test("what changed opens to what was before and what is now", async () => {
  const { page } = shown;
  await go(page, "/?as_of=20");
  const changed = page.getByRole("region", { name: /What changed/ });
  await changed.getByText("3 records", { exact: false }).waitFor();
  await changed.getByText("Incidents", { exact: true }).click();
  assert.match(await changed.getByRole("listitem").first().innerText(), /because of record \d+/);
});

test("the questions that stay open are told in words, and no verdict by colour alone", async () => {
  const { page } = shown;
  await go(page, "/");
  const open = page.getByRole("region", { name: /What cannot be determined/ });
  await open.getByRole("row", { name: /Is whoever did it bound/ }).waitFor();
  for (const word of ["violation", "permitted", "not covered", "undetermined"]) {
    await page.getByRole("columnheader", { name: word }).first().waitFor();
  }
});

test("before the first record nothing is told, and no zero pretends to be known", async () => {
  const { page } = shown;
  await go(page, "/?as_of=2016-09-01T00:00:00Z");
  await page.getByText("Nothing was on record yet.").waitFor();
});
