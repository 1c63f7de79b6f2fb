import { shopper, signIn, watchErrors } from "../support";
import { expect, test } from "../test";

test("shows a guest the whole ladder and the way in", async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto("/");
  await expect(page).toHaveURL(/\/tiers$/);
  const ladder = page.getByRole("table", { name: "会员等级" });
  await expect(ladder.getByRole("rowheader")).toHaveText([
    /注册会员/,
    /铜牌会员/,
    /银牌会员/,
    /金牌会员/,
    /钻石会员/,
  ]);
  const gold = ladder.getByRole("row", { name: /金牌会员/ });
  await expect(gold).toContainText("¥5,000");
  await expect(gold).toContainText("85 折");
  await expect(gold).toContainText("1.5 倍积分");
  await expect(gold.getByRole("listitem")).toHaveCount(3);
  await page.getByRole("main").getByRole("link", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=\/membership$/);
  errors();
});

test("shows what a year saves on each tier, and the way to join", async ({ page }) => {
  await page.goto("/tiers");
  await expect(page.getByRole("list", { name: "各等级会员卡" }).getByRole("listitem")).toHaveCount(
    5,
  );
  const year = page.getByRole("region", { name: "一年能省多少" });
  const gold = year.getByRole("listitem").filter({ hasText: "金牌会员" });
  await expect(gold).toContainText("会员价省 ¥750 · 得 6,375 积分");
  await expect(gold).toContainText("共省 ¥813.75");
  await year.getByRole("slider").press("End");
  await expect(year.getByRole("status")).toHaveText("¥20,000");
  await expect(gold).toContainText("会员价省 ¥3,000");
  await page.getByRole("link", { name: "免费注册" }).click();
  await expect(page).toHaveURL(/\/join\?next=\/membership$/);
});

test("says in a link's preview what it leads to", { tag: "@once" }, async ({ page }) => {
  await page.goto("/tiers");
  const said = (property: string) =>
    page.locator(`meta[property="og:${property}"]`).getAttribute("content");
  expect(await said("title")).toBe("会员等级");
  const picture = await page.request.get(new URL((await said("image")) ?? "").pathname);
  expect(picture.headers()["content-type"]).toBe("image/png");
  expect((await picture.body()).subarray(1, 4).toString()).toBe("PNG");
});

test("marks a member's own tier", async ({ page }) => {
  await signIn(page, shopper("silver"));
  await page.goto("/tiers");
  await expect(page.getByRole("row", { name: /银牌会员/ })).toContainText("当前等级");
  await expect(page.getByText("当前等级")).toHaveCount(1);
});

test("says so when a page does not exist", async ({ page }) => {
  const answer = await page.goto("/no-such-page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "页面不存在" })).toBeVisible();
});
