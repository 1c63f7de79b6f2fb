import { asOperator, asService, friend, sendEvent } from "../shop";
import {
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, test } from "../test";

/** A moment as the field takes it, days from now, in the program's zone. */
function localDay(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(date);
  return `${day}T00:00`;
}

test("an operator builds an activity, and a shopper joins it", async ({ page, browser }, info) => {
  const errors = watchErrors(page);
  const title = `报名有礼 ${info.project.name} ${Date.now() % 100_000}`;
  await signIn(page, operator());
  const gift = {
    name: { "zh-CN": `赠券 ${info.project.name}`, en: "A gift" },
    terms: { effect: { kind: "AMOUNT", amountMinor: 100 }, validDays: 30 },
  };
  const { definitionId, revision } = await asOperator(page, "coupons.create", gift);
  await page.goto("/console/activities");
  await page.getByRole("link", { name: "新建活动" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "新建活动" })).toBeVisible();
  await page.getByRole("button", { name: "发布", exact: true }).click();
  await expect(page.getByLabel("中文标题")).toBeFocused();
  await expect(page.getByText("请填写这一项。").first()).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("中文标题").fill(title);
  await page.getByLabel("英文标题").fill("Sign up and win");
  await page.getByLabel("中文说明").fill("报名即得 6 积分。");
  await page.getByLabel("英文说明").fill("Six points for joining.");
  await page.getByLabel("类型").selectOption({ label: "赠送积分" });
  await page.getByLabel("送积分").fill("6");
  await page.getByLabel("赠送优惠券").selectOption({ value: String(definitionId) });
  await page.getByLabel("开始时间").fill(localDay(-1));
  await page.getByLabel("结束时间").fill(localDay(-1));
  await page.getByLabel("名额").fill("5");
  await page.getByLabel("积分预算").fill("5");
  await page.getByRole("button", { name: "存为草稿" }).click();
  await expect(page.getByText("预算至少够发一次奖励。")).toBeVisible();
  // A coupon of ¥1 counts as 100 points.
  await page.getByLabel("积分预算").fill("530");
  await page.getByLabel("结束时间").fill(localDay(7));
  const preview = page.getByRole("region", { name: "会员端预览" });
  await expect(preview.getByRole("article")).toContainText(title);
  await expect(preview).toContainText("6 积分");
  await page.getByRole("button", { name: "存为草稿" }).click();
  await expect(toasts(page).getByText("已存为草稿，会员看不到。")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole("main").getByText("草稿", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const actions = page.getByRole("group", { name: "活动操作" });
  await actions.getByRole("button", { name: "发布" }).click();
  const dialog = page.getByRole("dialog", { name: `发布「${title}」？` });
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(dialog.getByText("请填写原因。")).toBeVisible();
  await dialog.getByLabel("原因").fill("周末活动");
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(toasts(page).getByText("活动已发布。")).toBeVisible();
  await expect(page.getByRole("main").getByText("进行中", { exact: true }).first()).toBeVisible();
  await expect(page.getByLabel("送积分")).toHaveAttribute("readonly");

  const shop = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(shop, friend(info, 3));
  await shop.goto("/membership/activities");
  const card = shop.getByRole("article").filter({ hasText: title });
  await card.getByRole("button", { name: /^报名/ }).click();
  await expect(card).toContainText("已报名");

  await page.reload();
  const figure = (name: string) => page.locator("dl > div").filter({ hasText: name });
  await expect(figure("报名人数")).toContainText("1 / 5");
  await expect(figure("已发积分")).toContainText("106");
  await expect(figure("预算剩余")).toContainText("424");
  await expect(figure("已发优惠券")).toContainText("1");
  await shop.goto("/membership/coupons");
  await expect(
    shop.getByRole("listitem").filter({ hasText: gift.name["zh-CN"] }).first(),
  ).toContainText(`来自「${title}」`);

  await asOperator(page, "coupons.update", { ...gift, definitionId, revision, enabled: false });
  await page.goto("/console/activities");
  const missing = page.getByRole("region", { name: /该发券却发不出/ });
  await expect(missing.getByRole("link", { name: title })).toBeVisible();
  await expectAccessible(page);
  await missing.getByRole("link", { name: title }).click();
  await expect(page.getByText("活动的优惠券已停用或过期", { exact: false })).toBeVisible();

  await actions.getByRole("button", { name: "暂停" }).click();
  await page.getByRole("dialog").getByLabel("原因").fill("检查");
  await page.getByRole("dialog").getByRole("button", { name: "暂停" }).click();
  await expect(toasts(page).getByText("活动已暂停。")).toBeVisible();
  await actions.getByRole("button", { name: "结束" }).click();
  const ending = page.getByRole("dialog", { name: `结束「${title}」？` });
  await expect(ending).toContainText("不能恢复");
  await ending.getByLabel("原因").fill("测试完毕");
  await ending.getByRole("button", { name: "结束" }).click();
  await expect(toasts(page).getByText("活动已结束。")).toBeVisible();
  await expect(actions.getByRole("button")).toHaveCount(0);
  await shop.context().close();
  errors();
});

test("what somebody else changed meanwhile stays, and so does what was typed", async ({
  page,
  browser,
}, info) => {
  const title = `两人同改 ${info.project.name} ${Date.now() % 100_000}`;
  await signIn(page, operator());
  await page.goto("/console/activities/new");
  await page.getByLabel("中文标题").fill(title);
  await page.getByLabel("英文标题").fill("Two at once");
  await page.getByLabel("中文说明").fill("说明");
  await page.getByLabel("英文说明").fill("Words");
  await page.getByRole("button", { name: "存为草稿" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();

  const other = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(other, operator());
  await other.goto(page.url());
  await other.getByLabel("名额").fill("50");
  await other.getByRole("button", { name: "保存修改" }).click();
  await expect(toasts(other).getByText("已保存。")).toBeVisible();

  await page.getByLabel("中文说明").fill("新的说明");
  const actions = page.getByRole("group", { name: "活动操作" });
  await expect(actions.getByRole("button", { name: "发布" })).toBeDisabled();
  await expect(actions).toContainText("先保存修改");
  await page.getByRole("button", { name: "保存修改" }).click();
  await expect(page.getByText("有人刚修改过这个活动", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "加载最新状态" }).click();
  await expect(page.getByLabel("名额")).toHaveValue("50");
  await expect(page.getByLabel("中文说明")).toHaveValue("新的说明");
  await page.getByRole("button", { name: "保存修改" }).click();
  await expect(toasts(page).getByText("已保存。")).toBeVisible();
  await other.reload();
  await expect(other.getByLabel("中文说明")).toHaveValue("新的说明");
  await other.context().close();
});

test("keeps its filters in the address, and says when there is none", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/activities");
  const list = page.getByRole("table", { name: "活动" });
  await page.getByRole("button", { name: "已结束" }).click();
  await expect(page).toHaveURL(/status=ENDED/);
  await expect(list.getByRole("row").filter({ hasText: "中秋满额礼" })).toBeVisible();
  await page.goto("/console/activities/999999999");
  await expect(page.getByRole("heading", { name: "活动不存在" })).toBeAttached();
});

test("an activity is about some goods at some hours, and tells how far its budget has gone", async ({
  page,
  browser,
}, info) => {
  const errors = watchErrors(page);
  const title = `美妆时段 ${info.project.name} ${Date.now() % 100_000}`;
  await signIn(page, operator());
  await page.goto("/console/activities/new");
  await page.getByLabel("中文标题").fill(title);
  await page.getByLabel("英文标题").fill("Beauty hours");
  await page.getByLabel("中文说明").fill("美妆类目多送积分。");
  await page.getByLabel("英文说明").fill("More points on beauty.");
  await page.getByLabel("类型").selectOption({ label: "赠送积分" });
  await expect(page.getByRole("group", { name: "适用商品" })).toHaveCount(0);
  await page.getByLabel("发放时机").selectOption({ label: "每单" });
  await page.getByLabel("送积分").fill("6");
  await page.getByLabel("开始时间").fill(localDay(-1));
  await page.getByLabel("结束时间").fill(localDay(7));
  await page.getByLabel("积分预算").fill("10");
  await page.getByLabel("类目", { exact: true }).fill("美妆，护肤");
  await page.getByLabel("每人限参与").fill("1");
  await page.getByRole("button", { name: "添加时段" }).click();
  const hours = page.getByRole("group", { name: "时段 1" });
  for (const day of ["周一", "周二", "周四", "周五", "周六", "周日"]) {
    await hours.getByRole("button", { name: day }).click();
  }
  await hours.getByLabel("从").fill("25:00");
  await hours.getByLabel("到").fill("00:00");
  await page.getByRole("button", { name: "发布", exact: true }).click();
  await expect(page.getByText("请选择星期，并按 18:00 的格式填写时间。")).toBeVisible();
  await hours.getByLabel("从").fill("0:00");
  const preview = page.getByRole("region", { name: "会员端预览" });
  await expect(preview).toContainText("每天全天 · 美妆、护肤类目 · 每人每天限 1 单");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "发布", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const activityId = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  const externalId = `beauty-${info.project.name}-${Date.now()}`;
  await asService(page.request, "/members", { externalId });
  await asService(page.request, `/activities/${activityId}/join`, { externalId });
  const paidAt = new Date().toISOString();
  const line = { lineId: "1", sku: "cream", categories: ["护肤"], quantity: 1 };
  await sendEvent(page.request, "ORDER_COMPLETED", {
    ...{ externalId, orderId: `beauty-${Date.now()}-${info.project.name}`, paidAt },
    paidAmountMinor: 10_000,
    lines: [{ ...line, unitAmountMinor: 10_000 }],
  });

  await page.goto("/console/activities");
  const notices = page.getByRole("region", { name: "预算提醒" });
  const own = notices.getByRole("listitem").filter({ hasText: title });
  await expect(own).toContainText("积分预算已发 50%");
  await expect(own).toContainText("已发 6 / 10 积分");
  await expectAccessible(page);
  await own.getByRole("button", { name: /^标为已读/ }).click();
  await expect(own).toHaveCount(0);

  const shop = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(shop, friend(info, 4));
  await shop.goto(`/membership/activities/${activityId}`);
  const main = shop.getByRole("main");
  await expect(main).toContainText("买指定商品，每单送 6 积分");
  await expect(main).toContainText(/适用时段\s*每天全天/);
  await expect(main).toContainText(/适用商品\s*美妆、护肤类目/);
  await shop.context().close();
  errors();
});
