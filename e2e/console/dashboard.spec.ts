import { readFile } from "node:fs/promises";
import { sendEvent } from "../shop";
import { expectAccessible, expectNoSidewaysScroll, isPhone, operator, signIn } from "../support";
import { expect, type Page, type TestInfo, test } from "../test";

const DAY_MS = 86_400_000;

test.beforeEach(async ({ page }) => {
  await signIn(page, operator());
});

/** A business day of long ago that no other run or project has orders on. */
function quietDay(info: TestInfo): string {
  const days = (Math.floor(Date.now() / 1_000) % 1_500) * 2 + (isPhone(info) ? 1 : 0);
  return new Date(Date.UTC(2012, 0, 1) + days * DAY_MS).toISOString().slice(0, 10);
}

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test(
  "an order and its refund are on the open page within a minute, each on its day",
  { tag: "@once" },
  async ({ page }, info) => {
    test.setTimeout(150_000);
    const day = quietDay(info);
    await page.goto(`/console/figures?from=${day}&to=${day}`);
    const spend = region(page, "消费走势");
    await expect(spend.getByText("这段时间没有数据")).toBeVisible();

    const orderId = `overview-${info.project.name}-${Date.now()}`;
    const order = { externalId: `u-${orderId}`, orderId };
    const paid = { ...order, paidAmountMinor: 34_500, paidAt: `${day}T04:00:00Z` };
    await sendEvent(page.request, "ORDER_COMPLETED", paid);
    await expect(spend.getByRole("listitem").filter({ hasText: "消费" })).toContainText("¥345", {
      timeout: 60_000,
    });
    const refund = { ...order, refundId: `r-${orderId}`, amountMinor: 4_550 };
    const refunded = { ...refund, refundedAt: `${day}T05:00:00Z` };
    await sendEvent(page.request, "ORDER_REFUNDED", refunded);
    await expect(spend.getByRole("listitem").filter({ hasText: "退款" })).toContainText("¥45.50", {
      timeout: 60_000,
    });
    await spend.getByRole("button", { name: "消费走势：查看表格" }).click();
    const row = spend.getByRole("table").getByRole("row").filter({ hasText: day });
    await expect(row).toContainText("¥345");
    await expect(row).toContainText("¥45.50");
  },
);

test("keeps the days in the address, and back undoes a choice", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/console/figures");
  const range = page.getByRole("group", { name: "时间范围" });
  const chosen = (name: string) => range.getByRole("button", { name, pressed: true });
  await expect(chosen("近 30 天")).toBeVisible();
  await range.getByRole("button", { name: "近 90 天" }).click();
  await expect(page).toHaveURL(/range=90d/);
  await expect(chosen("近 90 天")).toBeVisible();
  await page.reload();
  await expect(chosen("近 90 天")).toBeVisible();

  await range.getByRole("button", { name: "自定义" }).click();
  await page.getByLabel("开始日期").fill("2026-09-30");
  await page.getByLabel("结束日期").fill("2026-09-01");
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await expect(page.getByText("结束日期不能早于开始日期。")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("开始日期").fill("2026-08-01");
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await expect(page).toHaveURL(/from=2026-08-01&to=2026-09-01/);
  await expect(page.getByText("2026年8月1日 至 2026年9月1日")).toBeVisible();
  await page.goBack();
  await expect(chosen("近 90 天")).toBeVisible();
});

test("every chart is a table too, and a file with the same figures", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/console/figures?from=2026-10-01&to=2026-10-31");
  for (const title of ["积分走势", "消费走势", "会员增长", "等级分布", "按月到期"]) {
    const panel = region(page, title);
    await panel.getByRole("button", { name: `${title}：查看表格` }).click();
    await expect(panel.getByRole("table", { name: title }).getByRole("row").nth(1)).toBeVisible();
  }
  await expectAccessible(page);
  const spend = region(page, "消费走势");
  const rows = spend.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(32);
  const downloading = page.waitForEvent("download");
  await spend.getByRole("button", { name: "消费走势：下载 CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("spend-2026-10-01-2026-10-31.csv");
  const [head, first, ...others] = (await readFile(await download.path(), "utf8")).split("\r\n");
  expect(head?.replace("\ufeff", "")).toBe("日期,消费,退款,订单,大事记");
  expect(others).toHaveLength(30);
  const [day, yuan, , orders] = first?.split(",") ?? [];
  expect(day).toBe("2026-10-31");
  await expect(rows.nth(1)).toContainText(Number(yuan).toLocaleString("en"));
  await expect(rows.nth(1)).toContainText(orders ?? "");
  await expectNoSidewaysScroll(page);
});

test("tells benefits and activities tier by tier", async ({ page }) => {
  await page.goto("/console/figures?range=90d");
  for (const title of ["权益效果", "活动效果"]) {
    const panel = region(page, title);
    await panel.getByRole("button", { name: `${title}：按等级` }).click();
    await expect(panel.getByRole("table").getByText("金牌会员").first()).toBeVisible();
  }
  await expectAccessible(page);
});

test("tells what was sold, by category and by brand", { tag: "@once" }, async ({ page }, info) => {
  test.setTimeout(120_000);
  const day = quietDay(info);
  await page.goto(`/console/figures?from=${day}&to=${day}`);
  const brands = region(page, "按品牌销售");
  await expect(brands.getByText("这段时间没有商品明细")).toBeVisible();
  const orderId = `sold-${info.project.name}-${Date.now()}`;
  const line = { lineId: "1", sku: "tea", quantity: 1, unitAmountMinor: 12_300 };
  await sendEvent(page.request, "ORDER_COMPLETED", {
    ...{ externalId: `u-${orderId}`, orderId, paidAmountMinor: 12_300 },
    ...{ paidAt: `${day}T04:00:00Z`, lines: [{ ...line, categories: ["茶叶"], brand: "青山" }] },
  });
  await expect(brands.getByRole("listitem").filter({ hasText: "青山" })).toContainText("¥123", {
    timeout: 60_000,
  });
  const categories = region(page, "按类目销售");
  await categories.getByRole("button", { name: "按类目销售：查看表格" }).click();
  await expect(categories.getByRole("table").getByText("茶叶")).toBeVisible();
  await expectAccessible(page);
});

test("tells what coupons did, by day and one by one", async ({ page }) => {
  await page.goto("/console/figures?range=year");
  for (const title of ["优惠券走势", "优惠券效果"]) {
    const panel = region(page, title);
    await expect(panel.getByRole("listitem").first()).toBeVisible();
    await panel.getByRole("button", { name: `${title}：查看表格` }).click();
    await expect(panel.getByRole("table", { name: title }).getByRole("row").nth(1)).toBeVisible();
  }
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("a year of the demo is there, and the ledger's state leads to the system page", async ({
  page,
}) => {
  await page.goto("/console/figures?range=year");
  await expect(region(page, "积分走势").getByRole("listitem").first()).toContainText(/[1-9]/);
  const flow = region(page, "等级流动");
  await expect(flow.getByRole("listitem").first()).toContainText(/→.*[1-9].* 次/);
  await flow.getByRole("button", { name: "等级流动的口径" }).click();
  await expect(page.getByRole("dialog").getByText(/同一会员变动几次计几次/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText(/刚发生的变化正在计入/)).toBeHidden({ timeout: 60_000 });
  await page
    .getByRole("main")
    .getByRole("link", { name: /一致|尚未核对/ })
    .click();
  await expect(page).toHaveURL(/\/console\/system$/);
});

test("says when it could not be loaded, and tries again", async ({ page }) => {
  await page.goto("/console/figures", { waitUntil: "networkidle" });
  await page.route("**/api/trpc/**stats.dashboard**", (route) => route.abort());
  await page.getByRole("button", { name: "近 7 天" }).click();
  const main = page.getByRole("main");
  await expect(main.getByText("加载失败")).toBeVisible({ timeout: 20_000 });
  await page.unroute("**/api/trpc/**stats.dashboard**");
  await main.getByRole("button", { name: "再试一次" }).click();
  await expect(region(page, "积分走势")).toBeVisible();
});

test("today: what waits leads to its list, and its address of before to the figures", async ({
  page,
}) => {
  await page.goto("/console?range=90d");
  await expect(page).toHaveURL(/\/console\/figures\?range=90d$/);
  await page.goto("/console");
  const work = region(page, "待办");
  const parcels = work.getByRole("listitem").filter({ has: page.getByText("待发货") });
  await expect(parcels).toContainText(/\d/);
  await expectAccessible(page);
  await expect(region(page, "最近操作").getByRole("listitem").first()).toBeVisible();
  await parcels.getByRole("link", { name: "待发货" }).click();
  await expect(page).toHaveURL(/\/console\/fulfilment$/);
});

test("who wants to is told of it by e-mail, and no more", { tag: "@once" }, async ({ page }) => {
  await page.goto("/console");
  const alerts = page.getByRole("button", { name: "邮件提醒" });
  const dialog = page.getByRole("dialog", { name: "邮件提醒" });
  await alerts.click();
  await dialog.getByLabel("待发货").check();
  await dialog.getByLabel("发送方式").selectOption("AT_ONCE");
  await expect(dialog.getByText("最多每 10 分钟一封。")).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("1 类，有新待办即发")).toBeVisible();
  await alerts.click();
  await dialog.getByLabel("待发货").uncheck();
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("未开启")).toBeVisible();
});
