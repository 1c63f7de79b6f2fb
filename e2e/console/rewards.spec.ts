import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { asService, friend } from "../shop";
import { expectAccessible, operator, type SignIn, shopper, signIn, watchErrors } from "../support";

async function giveReward(page: Page, name: string): Promise<void> {
  await page.goto("/console/rewards");
  await page.getByRole("button", { name: "新建商品" }).click();
  const dialog = page.getByRole("dialog", { name: "新建商品" });
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByLabel("中文名")).toBeFocused();
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByLabel("中文名").fill(name);
  await dialog.getByLabel("英文名").fill("A reward of a test");
  await dialog.getByLabel("需要积分").fill("40");
  await dialog.getByLabel("库存").fill("1");
  await dialog.getByLabel("排序").fill("9999");
  await dialog.getByRole("radio", { name: "香囊" }).press("Space");
  await expect(dialog.getByLabel("图片地址")).toHaveValue("/rewards/sachet.svg");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已新建。")).toBeVisible();
}

/** The shopper takes it, with an address. */
async function redeem(shop: Page, person: SignIn, reward: string): Promise<void> {
  await signIn(shop, person);
  await shop.goto("/membership/mall");
  await shop.getByRole("button", { name: `兑换${reward}` }).click();
  const dialog = shop.getByRole("dialog");
  await dialog.getByLabel("收货人").fill("=温言");
  await dialog.getByLabel("手机号").fill("13800000006");
  await dialog.getByLabel("所在地区").fill("浙江省杭州市西湖区");
  await dialog.getByLabel("详细地址").fill("文三路 1 号");
  await dialog.getByRole("button", { name: /^用 40 积分兑换/ }).click();
  await expect(shop.getByRole("dialog", { name: "兑换成功" })).toBeVisible();
}

test("an operator puts a reward on the shelf, ships it, and calls another one off", async ({
  page,
  browser,
}, info) => {
  const errors = watchErrors(page);
  const mark = `${info.project.name}-${Date.now()}`;
  const reward = `端午香囊 ${mark}`;
  const person = friend(info, 3);
  await asService(page.request, "/points/earn", {
    externalId: person.externalId,
    event: "CUSTOM",
    referenceId: `e2e-shelf-${mark}`,
    points: 100,
    description: "测试",
  });
  await signIn(page, operator());
  await giveReward(page, reward);
  const shelf = page.getByRole("table", { name: "积分商城" });
  const line = shelf.getByRole("row").filter({ hasText: reward });
  await expect(line).toContainText("在售");

  const shop = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await redeem(shop, person, reward);
  await page.reload();
  await expect(line).toContainText("已兑完");
  await line.getByRole("button", { name: /^改库存/ }).click();
  const stock = page.getByRole("dialog", { name: `${reward}的库存` });
  await stock.getByLabel("件数").fill("0");
  await stock.getByRole("button", { name: "确认" }).click();
  await expect(stock.getByText("请填 1 到 100,000,000 的整数。")).toBeVisible();
  await stock.getByLabel("件数").fill("3");
  await stock.getByLabel("原因").fill("补货");
  await stock.getByRole("button", { name: "确认" }).click();
  await expect(page.getByText("库存已更新：3。")).toBeVisible();
  await expect(line).toContainText("在售");
  await redeem(shop, person, reward);

  await page.goto("/console/fulfilment");
  await expectAccessible(page);
  const parcels = page.getByRole("listitem").filter({ hasText: reward });
  await loadUntil(page, parcels, 2);
  for (const box of await parcels.getByRole("checkbox").all()) await box.check();
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出所选 2 件" }).click();
  const csv = readFileSync(await (await waiting).path(), "utf8");
  expect(csv).toContain("'=温言");
  expect(csv.trim().split("\r\n")).toHaveLength(3);

  const trackingCode = `SF${Date.now()}`;
  await parcels.first().getByRole("button", { name: /^发货/ }).click();
  const ship = page.getByRole("dialog", { name: "发货" });
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(ship.getByLabel("快递公司")).toBeFocused();
  await ship.getByLabel("快递公司").fill("顺丰速运");
  await ship.getByLabel(/^运单号/).fill("有 空格");
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(ship.getByText(/^运单号只能用/)).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await ship.getByLabel(/^运单号/).fill(trackingCode);
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(page.getByText("已发货 1 件。")).toBeVisible();
  await expect(parcels).toHaveCount(1);

  await parcels.getByRole("button", { name: /^取消兑换/ }).click();
  const off = page.getByRole("dialog", { name: `取消${reward}的兑换？` });
  await expect(off).toContainText("40 积分退给会员");
  await off.getByLabel("原因").fill("包装破损");
  await off.getByRole("button", { name: "确认取消" }).click();
  await expect(page.getByText("已取消，40 积分退回会员。")).toBeVisible();
  await expect(parcels).toHaveCount(0);

  await page.getByRole("button", { name: "已发货" }).click();
  await expect(page).toHaveURL(/status=SHIPPED/);
  await loadUntil(page, parcels, 1);
  await expect(parcels).toContainText(trackingCode);
  await parcels.getByRole("button", { name: /^标为已完成/ }).click();
  await expect(page.getByText("已标为完成。")).toBeVisible();

  await shop.goto("/membership/mall/redemptions");
  const mine = shop.getByRole("listitem").filter({ hasText: reward });
  await expect(mine.filter({ hasText: trackingCode })).toContainText("已完成");
  await expect(mine.filter({ hasText: "包装破损" })).toContainText("已取消");
  await shop.context().close();

  await page.goto("/console/rewards");
  await loadUntil(page, line, 1);
  await line.getByRole("button", { name: /^编辑/ }).click();
  await page.getByRole("dialog").getByRole("checkbox", { name: "上架" }).uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await expect(line).toContainText("已下架");
  errors();
});

/** The queue begins with the oldest, so what was just made may be further down. */
async function loadUntil(
  page: Page,
  found: ReturnType<Page["getByRole"]>,
  count: number,
): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect(found).toHaveCount(count, { timeout: 1_000 });
  }).toPass();
}

test("the tabs of a member show what they took, used and joined", async ({ page }) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("gold").memberId}`);
  const tabs = page.getByRole("navigation", { name: "会员资料" });
  for (const tab of ["权益使用", "积分兑换", "活动"]) {
    await tabs.getByRole("link", { name: tab }).click();
    const panel = page.getByRole("region", { name: tab });
    await expect(panel.getByRole("row").or(panel.getByRole("listitem")).first()).toBeVisible();
  }
});
