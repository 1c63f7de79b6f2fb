import { asService, friend, sendOrder } from "../shop";
import { expectAccessible, shopper, signIn, toasts } from "../support";
import { expect, test } from "../test";

/** Today's date in the program's zone, some years back. */
function birthdayThisMonth(): string {
  const month = new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Shanghai",
    month: "2-digit",
  }).format(new Date());
  return `1995-${month}-01`;
}

test("shows what can be used, and what unlocks the rest", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  const panel = page.getByRole("region", { name: "我的权益" });
  await expect(panel.getByRole("listitem").first()).toContainText("会员折扣");
  await panel.getByRole("link", { name: /^全部 \d+ 项/ }).click();
  await expect(page).toHaveURL(/\/membership\/benefits$/);
  const usable = page.getByRole("region", { name: "现在可用" });
  await expect(usable.getByRole("listitem").filter({ hasText: "全场包邮" })).toContainText(
    "不限次",
  );
  const locked = page.getByRole("region", { name: "升级解锁" });
  await expect(locked.getByRole("listitem").filter({ hasText: "优先出库" })).toContainText(
    "升级为钻石会员后可用",
  );
  await expect(locked.getByRole("listitem").first()).toContainText(/再消费 ¥[\d,.]+ 解锁/);
});

test("unlocks the birthday gift step by step, until the shop has given it", async ({
  page,
}, info) => {
  const person = friend(info, 3);
  await signIn(page, person);
  await page.goto("/membership/benefits");
  const gift = page.getByRole("listitem").filter({ hasText: "生日礼" });
  await expect(gift).toContainText("升级为铜牌会员后可用");

  await sendOrder(page.request, person.externalId, 500);
  await page.goto("/membership");
  const reached = page.getByRole("dialog", { name: "你已升级为铜牌会员" });
  await expect(reached).toContainText("新增 生日礼");
  await expect(reached.getByRole("button", { name: "知道了" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(reached).toHaveCount(0);
  // Once, also where the page comes anew.
  await page.reload();
  await expect(page.getByRole("region", { name: /会员卡：铜牌会员/ })).toBeVisible();
  await expect(reached).toHaveCount(0);
  await page.goto("/membership/benefits");
  await expect(gift).toContainText("填写生日后可用");
  await gift.getByRole("link", { name: "去填写" }).click();
  await page.getByLabel("生日", { exact: true }).fill(birthdayThisMonth());
  await page.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("已保存。")).toBeVisible();

  await page.goto("/membership/benefits");
  await expect(gift).toContainText("今年还可用 1 次");
  await asService(page.request, "/benefits/use", {
    externalId: person.externalId,
    benefitId: "BIRTHDAY_GIFT",
    orderId: `e2e-gift-${info.project.name}-${Date.now()}`,
    orderAmountMinor: 20_000,
  });
  await page.reload();
  await expect(gift).toContainText("已用完");
  await expect(gift).toContainText(/\d{4}年1月1日起可再用/);
});
