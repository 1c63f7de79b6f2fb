import { isPhone, operator, shopper, signIn } from "../support";
import { expect, test } from "../test";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the public ladder can be read", async ({ page }) => {
    await page.goto("/tiers");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("金牌会员").first()).toBeVisible();
    await expect(page.locator("noscript p")).toBeVisible();
    await expect(page.locator("noscript p")).toContainText("浏览器关闭了 JavaScript");
    await expect(page.getByText("正在加载…")).toHaveCount(0);
  });

  test("a shopper reads their points, an operator their members", async ({ page }) => {
    await signIn(page, shopper("gold"));
    for (const path of [
      "/membership",
      "/membership/history",
      "/membership/mall",
      "/membership/me",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    }
    await signIn(page, operator());
    await page.goto("/console/members?q=demo-gold");
    await expect(page.getByRole("row")).toHaveCount(2);
    await expect(page.getByRole("table").getByRole("link")).toBeVisible();
  });
});

test("the keyboard goes down a shopper’s page as the eye does", async ({ page }, info) => {
  test.skip(!isPhone(info), "in columns, down and across are both right");
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const tops = await page
    .locator("main")
    .evaluate((main) =>
      [...main.querySelectorAll<HTMLElement>("a[href], button, summary")]
        .filter(
          (element) => element.offsetParent !== null && !element.closest("details:not([open])"),
        )
        .map((element) => element.getBoundingClientRect().bottom + window.scrollY),
    );
  expect(tops.length).toBeGreaterThan(5);
  for (const [place, top] of tops.entries()) {
    // Things beside each other may differ by a line.
    expect(top).toBeGreaterThanOrEqual((tops[place - 1] ?? 0) - 60);
  }
});

test("a page asks for itself alone, and fetches none ahead @once", async ({ page }) => {
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"]) ahead.push(request.url());
  });
  await signIn(page, operator());
  await page.goto("/console/members", { waitUntil: "networkidle" });
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/console\/members\/\d+/);
  await page.waitForLoadState("networkidle");
  expect(ahead).toEqual([]);
});
