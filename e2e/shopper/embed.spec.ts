import { otherShop, tokenOf } from "../other-shop";
import { demo, expectAccessible, expectNothingSticksOut, shopper } from "../support";
import { expect, test } from "../test";

test.describe("the card on another shop's page", () => {
  let shop: Awaited<ReturnType<typeof otherShop>>;

  test.beforeAll(async () => {
    shop = await otherShop("embed.js");
  });

  test.afterAll(() => shop.close());

  test("shows tier, points and progress of the token's member", async ({ page }) => {
    const { externalId } = shopper("gold");
    shop.shows(`<member-card token="${tokenOf(externalId ?? "")}"></member-card>`);
    await page.goto(shop.address);
    const card = page.getByRole("group", { name: "会员卡 · 金牌会员" });
    await expect(card).toContainText("可用积分");
    await expect(card).toContainText(/M\d{12}/);
    await expect(page.getByRole("progressbar", { name: "升级钻石会员的进度" })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNothingSticksOut(page);
  });

  test("speaks the language it is told and leads where it is told", async ({ page }) => {
    const token = tokenOf(shopper("silver").externalId ?? "");
    const element = `<member-card locale="en" href="${demo().url}/membership" token="${token}"></member-card>`;
    shop.shows(element);
    await page.goto(shop.address);
    const link = page.getByRole("link", { name: /Points available/ });
    await expect(link).toHaveAttribute("href", `${demo().url}/membership`);
  });

  test("says so when the token has ended, and takes a new one", { tag: "@once" }, async ({
    page,
  }) => {
    const externalId = shopper("bronze").externalId ?? "";
    const element = `<member-card token="${tokenOf(externalId, -300)}"></member-card>`;
    shop.shows(element);
    await page.goto(shop.address);
    await expect(page.getByText("登录已过期，请重新登录")).toBeVisible();
    await page
      .locator("member-card")
      .evaluate((card, token) => card.setAttribute("token", token), tokenOf(externalId));
    await expect(page.getByRole("group", { name: "会员卡 · 铜牌会员" })).toBeVisible();
  });

  test("asks a visitor without a token to sign in, and sends nothing", { tag: "@once" }, async ({
    page,
  }) => {
    const calls: string[] = [];
    page.on("request", (request) => calls.push(new URL(request.url()).pathname));
    shop.shows("<member-card></member-card>");
    await page.goto(shop.address);
    await expect(page.getByText("登录后查看会员权益")).toBeVisible();
    expect(calls.filter((path) => path.startsWith("/api/"))).toEqual([]);
  });
});
