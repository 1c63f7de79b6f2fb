import { expect, type Page, test } from "@playwright/test";
import { asOperator, asService, friend } from "../shop";
import { API, expectAccessible, isPhone, shopper, signIn, toasts } from "../support";

interface Redemption {
  redemptionId: string;
  rewardName: string;
}

async function fillAddress(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("收货人").fill("温言");
  await dialog.getByLabel("手机号").fill("13800000006");
  await dialog.getByLabel("所在地区").fill("浙江省杭州市西湖区");
  await dialog.getByLabel("详细地址").fill("文三路 1 号");
}

test("exchanges points for a reward and sees it shipped", async ({ page }, info) => {
  const person = friend(info, 2);
  await asService(page.request, "/points/earn", {
    externalId: person.externalId,
    event: "CUSTOM",
    referenceId: `e2e-mall-${info.project.name}-${Date.now()}`,
    points: 2_000,
    description: "测试",
  });
  await signIn(page, person);
  await page.goto("/membership/mall");
  await page.getByRole("button", { name: "兑换「线装手札」" }).click();
  const dialog = page.getByRole("dialog", { name: "兑换「线装手札」" });
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: /^用 1,800 积分兑换/ }).click();
  await expect(dialog.getByText("请填写收货人。")).toBeVisible();
  await expect(dialog.getByLabel("收货人")).toBeFocused();
  await fillAddress(page);
  await dialog.getByRole("button", { name: /^用 1,800 积分兑换/ }).click();
  const result = page.getByRole("dialog", { name: "兑换成功" });
  await expect(result).toContainText("已为你预留「线装手札」× 1");
  await result.getByRole("link", { name: "查看我的兑换" }).click();

  const row = page.getByRole("listitem").filter({ hasText: "线装手札" });
  await expect(row.getByText("待发货")).toBeVisible();
  const { items }: { items: Redemption[] } = await (
    await page.request.get(`${API}/redemptions`)
  ).json();
  const trackingCode = `SF${Date.now()}`;
  const shipment = {
    redemptionId: items.find(({ rewardName }) => rewardName === "线装手札")?.redemptionId,
    carrier: "顺丰速运",
    trackingCode,
  };
  await asOperator(page, "rewards.ship", { shipments: [shipment] });

  await page.reload();
  await expect(row.getByText("已发货")).toBeVisible();
  await expect(row).toContainText(trackingCode);
  await expect(row.getByRole("button", { name: "取消兑换" })).toHaveCount(0);
  await page.getByRole("link", { name: /^消息，\d+ 条未读/ }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "线装手札" })).toContainText(
    trackingCode,
  );
});

test("gives a coupon at once, and takes a parcel back before it is sent", async ({
  page,
}, info) => {
  const person = shopper(isPhone(info) ? "silver" : "diamond");
  await asService(page.request, "/points/earn", {
    externalId: person.externalId,
    event: "CUSTOM",
    referenceId: `e2e-coupon-${info.project.name}-${Date.now()}`,
    points: 4_300,
    description: "测试",
  });
  await signIn(page, person);
  await page.goto("/membership/mall?kind=COUPON");
  await page.getByRole("button", { name: "兑换「满 200 减 30 券」" }).click();
  await page.getByRole("button", { name: /^用 2,500 积分兑换/ }).click();
  const result = page.getByRole("dialog", { name: "兑换成功" });
  await result.getByRole("link", { name: "查看我的优惠券" }).click();
  await expect(page.getByText("满 200 减 30").first()).toBeVisible();

  await page.goto("/membership/mall");
  await page.getByRole("button", { name: "兑换「线装手札」" }).click();
  await fillAddress(page);
  await page.getByRole("button", { name: /^用 1,800 积分兑换/ }).click();
  await page.getByRole("link", { name: "查看我的兑换" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "线装手札" }).first();
  await row.getByRole("button", { name: "取消兑换" }).click();
  const dialog = page.getByRole("dialog", { name: "取消这次兑换？" });
  await expect(dialog).toContainText("1,800 积分退回你的账户");
  await dialog.getByRole("button", { name: "确认取消" }).click();
  await expect(toasts(page).getByText("已取消，1,800 积分已退回。")).toBeVisible();
  await expect(row).toContainText("已取消");
});

test("says what is missing where a reward is out of reach", async ({ page }) => {
  await signIn(page, shopper("registered"));
  await page.goto("/membership/mall");
  const card = (name: string) => page.getByRole("article").filter({ hasText: name });
  await expect(card("青瓷茶杯")).toContainText(/还差 [\d,]+ 积分/);
  await expect(card("明前龙井")).toContainText("金牌会员及以上可兑");
  await page.getByRole("link", { name: "优惠券" }).click();
  await expect(card("青瓷茶杯")).toHaveCount(0);
  await expect(card("六寸蛋糕券")).toBeVisible();
});

test("opens the reward that was asked for on the membership page", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  const window = page.getByRole("region", { name: "积分商城" });
  await window.getByRole("link", { name: /满 200 减 30 券/ }).click();
  await expect(page.getByRole("dialog", { name: /满 200 减 30 券/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("sells nobody a pass to what their tier gives without limit, and shows a pass that is held", async ({
  page,
}) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/mall");
  const card = page.getByRole("article").filter({ hasText: "包邮月卡" });
  await expect(card).toContainText("你的等级已不限次享有");
  await expect(card.getByRole("button")).toHaveCount(0);
  await page.context().clearCookies();
  await signIn(page, shopper("bronze"));
  await page.goto("/membership/benefits");
  await expect(page.getByRole("listitem").filter({ hasText: /权益卡.*4 次/ })).toBeVisible();
});
