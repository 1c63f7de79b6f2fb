import { prefer, shopper, signIn } from "../support";
import { expect, test } from "../test";

test("speaks the other language at once and remembers it", async ({ page }) => {
  await page.goto("/tiers");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("会员等级");
  await page.getByRole("button", { name: "显示与账号" }).click();
  await page.getByRole("radio", { name: "English" }).check({ force: true });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Membership tiers");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("rowheader", { name: /Gold/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Membership tiers");
});

test("shows a member everything in English, with no Chinese left but their own name", async ({
  page,
}) => {
  await prefer(page, { locale: "en" });
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  await expect(page.getByRole("region", { name: /^Membership card: Gold/ })).toBeVisible();
  const main = ((await page.getByRole("main").textContent()) ?? "").replace(/林夏|金\s*牌/g, "");
  expect(main.match(/\p{Script=Han}+/gu) ?? []).toEqual([]);
});

test("follows the language of the browser until one is chosen", { tag: "@once" }, async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await context.close();
});

test("is dark from the first paint once dark was chosen", { tag: "@once" }, async ({ page }) => {
  await page.goto("/tiers");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "显示与账号" }).click();
  await page.getByRole("radio", { name: "深色" }).check({ force: true });
  await expect.poll(paper).not.toBe(light);

  const html = await (await page.request.get("/tiers")).text();
  expect(html).toContain('data-theme="dark"');
  await page.reload();
  expect(await paper()).not.toBe(light);
});

test("follows the system where nothing was chosen", { tag: "@once" }, async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/tiers");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(paper).not.toBe(light);
});

test("lets nothing move for those who asked for less motion", { tag: "@once" }, async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, shopper("gold"));
  await page.goto("/membership/mall");
  await page.getByRole("button", { name: /^兑换/ }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveCSS("animation-name", "enter");
  const seconds = await dialog.evaluate((card) =>
    Number.parseFloat(getComputedStyle(card).animationDuration),
  );
  expect(seconds).toBeLessThan(0.001);
});
