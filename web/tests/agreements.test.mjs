// The page of an agreement: article beside provision, hours on a week, readings beside each other, findings a click away.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ADDRESS, go, launch, open, settled } from "./browser.mjs";
import { serveArden } from "./served.mjs";

const AT = "/agreements/cessation-of-hostilities-2016-09-12";
const browser = await launch();
after(() => browser.close());

describe("an agreement", () => {
  let shown;
  before(async () => {
    shown = await open(browser);
  });
  after(() => shown.close());

  test("the listing leads to it", async () => {
    await go(shown.page, "/agreements");
    await shown.page.getByRole("link", { name: "Cessation of hostilities in Syria, 12 September 2016", exact: true }).click();
    await shown.page.waitForURL(`**${AT}`);
    await settled(shown.page);
  });

  const boxes = async () => {
    const article = await shown.page.getByText("The truce. From seven in the evening").boundingBox();
    const provision = await shown.page.getByRole("article", { name: "Provision cease" }).boundingBox();
    return { article, provision };
  };
  test("article and provision stand beside each other, and below each other where it is narrow", async () => {
    await go(shown.page, AT);
    const wide = await boxes();
    assert.ok(wide.provision.x >= wide.article.x + wide.article.width - 1);
    await shown.page.setViewportSize({ width: 360, height: 800 });
    const narrow = await boxes();
    assert.ok(narrow.provision.y >= narrow.article.y + narrow.article.height - 1);
    await shown.page.setViewportSize({ width: 1280, height: 900 });
  });

  test("findings of a provision under a reading are a click away, and as many", async () => {
    const { articles } = await (await fetch(`${ADDRESS}/api${AT}`)).json();
    const cease = articles.flatMap(({ provisions }) => provisions).find(({ id }) => id === "cease");
    const number = cease.findings["partners-not-protected"].undetermined;
    await shown.page.getByRole("link", { name: new RegExp(`^${number} undetermined, cease, Russia holds`) }).click();
    await settled(shown.page);
    assert.equal(await shown.page.getByText(`${number} findings`).count() > 0, true);
  });

  test("readings are compared where they differ: in the stage, in what they change", async () => {
    await go(shown.page, AT);
    const compared = shown.page.getByRole("region", { name: "Readings compared" });
    const row = (name) => compared.getByRole("row").filter({ has: shown.page.getByRole("rowheader", { name }) }).innerText();
    assert.match(await row(/^cease/), /differs[\s\S]*Terminated/);
    assert.match(await row(/^excluded/), /differs[\s\S]*leaves out ahrar-al-sham/);
    assert.doesNotMatch(await row(/^renewal/), /differs/);
  });

  test("the words behind a reading unfold", async () => {
    const words = shown.page.getByRole("region", { name: "Readings compared" }).getByText("The command declared the truce of seven days over");
    assert.equal(await words.isVisible(), false);
    await shown.page.getByRole("listitem").filter({ hasText: "The Syrian army holds" }).getByText("In whose words").click();
    await words.waitFor();
  });

  test("taken back in time, the stages are those of then", async () => {
    await go(shown.page, `${AT}?as_of=2016-09-14T12:00:00Z`);
    const compared = shown.page.getByRole("region", { name: "Readings compared" });
    assert.doesNotMatch(await compared.innerText(), /Terminated/);
  });

  test("nothing went wrong in all that", () => assert.deepEqual(shown.wrong, []));
});

test("hours past midnight go on in the next day, in the agreement's own clock, and its ground is told", async () => {
  const arden = await serveArden();
  const { page, close, wrong } = await open(browser, { address: arden.address });
  try {
    await page.goto(`${arden.address}/agreements/arden-2031`);
    await settled(page);
    const week = page.getByRole("img", { name: /Hours of the week/ });
    assert.match(await week.getAttribute("aria-label"), /22:00 to 02:00 on the next day, on Friday, Sunday, Europe\/Berlin/);
    const titles = await week.locator("[title]").evaluateAll((all) => all.map((one) => one.title));
    assert.deepEqual(titles, ["Monday 00:00–02:00", "Friday 22:00–24:00", "Saturday 00:00–02:00", "Sunday 22:00–24:00"]);
    await page.getByRole("region", { name: "Map of the ground of the agreement", exact: true }).waitFor();
    await page.getByText("The basin of Arden (its edge may lie 2 km off)").waitFor();
    await page.getByRole("article", { name: "Provision art-1" }).getByText("No incident is judged by it.").waitFor();
    assert.deepEqual(wrong, []);
  } finally {
    await close();
    await arden.stop();
  }
});
