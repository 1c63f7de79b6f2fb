import {
  admin,
  expectAccessible,
  expectNoSidewaysScroll,
  isPhone,
  operator,
  prefer,
  type SignIn,
  secondAdmin,
  shopper,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, type Page, test } from "../test";

// There is one program, and whoever publishes it needs the latest version: one after the other.
test.describe.configure({ mode: "default" });

test.beforeEach(({ page: _ }, info) => {
  test.skip(isPhone(info), "one program, one writer");
});

async function openAs(page: Page, person: SignIn, path: string): Promise<void> {
  await signIn(page, person);
  await page.goto(path);
}

/** A second person at their own screen. */
async function elsewhere(page: Page, person: SignIn, path: string): Promise<Page> {
  const context = await page.context().browser()?.newContext({ locale: "zh-CN" });
  if (!context) throw new Error("the page has no browser");
  const other = await context.newPage();
  await openAs(other, person, path);
  return other;
}

/** Looks at the changes once more, gives the reason, and publishes. */
async function publish(page: Page, reason: string): Promise<void> {
  await page.getByRole("button", { name: "查看并发布" }).click();
  const dialog = page.getByRole("dialog", { name: "确认发布" });
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "发布", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(
    toasts(page)
      .getByText(/^已发布为版本 \d+，立即生效。$/)
      .last(),
  ).toBeVisible();
}

const rung = (page: Page, tier: string) => page.getByRole("group", { name: `级：${tier}` });

test("says of each field of the ladder what is wrong with it, and publishes nothing", async ({
  page,
}) => {
  const errors = watchErrors(page);
  await openAs(page, admin(), "/console/tiers");
  const gold = rung(page, "金牌会员");
  const publishing = page.getByRole("button", { name: "查看并发布" });
  await expect(publishing).toBeDisabled();

  await gold.getByLabel("累计消费满").fill("2000");
  await expect(gold.getByText("须高于下一等级的 ¥2,000。")).toBeVisible();
  await gold.getByLabel("累计消费满").fill("5000");
  await gold.getByLabel("会员折扣").fill("95");
  await expect(gold.getByText("等级越高价格不能更高：最多 90%。")).toBeVisible();
  await expect(page.getByText("有内容填写有误，请改正后再发布")).toBeVisible();
  await expect(publishing).toBeDisabled();
  await expectAccessible(page);
  await gold.getByLabel("会员折扣").fill("85");
  await expect(page.getByText("还没有改动")).toBeVisible();

  await rung(page, "银牌会员").getByRole("button", { name: /^移除/ }).click();
  const removed = page.getByRole("region", { name: "要移除的等级" });
  await expect(removed.getByLabel("银牌会员调整为")).toHaveValue("BRONZE");
  await rung(page, "钻石会员")
    .getByRole("button", { name: /^在上方添加等级/ })
    .click();
  const added = rung(page, "未命名的等级");
  await added.getByLabel("中文名").fill("黑钻会员");
  const newest = rung(page, "黑钻会员");
  await newest.getByLabel("英文名").fill("Black");
  await newest.getByLabel("代码").fill("black");
  await expect(newest.getByLabel("累计消费满")).toHaveValue("20000");
  await publishing.click();
  const dialog = page.getByRole("dialog", { name: "确认发布" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "银牌会员" })).toContainText("移除");
  await expect(dialog.getByRole("listitem").filter({ hasText: "黑钻会员" })).toContainText("新增");
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: "发布", exact: true }).click();
  await expect(dialog.getByText("请填写原因。")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "放弃改动" }).click();
  await expect(newest).toHaveCount(0);
  await expect(rung(page, "银牌会员")).toBeVisible();
  errors();
});

test("publishes a tier's name over what somebody else published meanwhile", async ({ page }) => {
  const club = `Club ${Date.now() % 100_000}`;
  await openAs(page, admin(), "/console/tiers");
  const other = await elsewhere(page, admin(), "/console/tiers");
  await rung(other, "铜牌会员").getByLabel("英文名").fill(`Bronze ${club}`);
  await publish(other, "统一英文名");

  const silver = rung(page, "银牌会员").getByLabel("英文名");
  await silver.fill(`Silver ${club}`);
  await page.getByRole("button", { name: "查看并发布" }).click();
  const dialog = page.getByRole("dialog", { name: "确认发布" });
  await dialog.getByLabel("原因").fill("统一英文名");
  await dialog.getByRole("button", { name: "发布", exact: true }).click();
  const conflict = dialog.getByText("有人刚发布了新版本", { exact: false });
  await expect(conflict).toBeVisible();
  await dialog.getByRole("button", { name: "加载最新版本" }).click();
  await expect(conflict).toHaveCount(0);
  await expect(dialog.getByRole("listitem")).toHaveText(
    new RegExp(`银牌会员.*英文名.*Silver ${club}`),
  );
  await expect(dialog.getByLabel("原因")).toHaveValue("统一英文名");
  await dialog.getByRole("button", { name: "发布", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(rung(page, "铜牌会员").getByLabel("英文名")).toHaveValue(`Bronze ${club}`);

  await prefer(other, { locale: "en" });
  await other.goto("/tiers");
  const ladder = other.getByRole("table");
  await expect(ladder.getByRole("rowheader", { name: `Silver ${club}` })).toBeVisible();
  await expect(ladder.getByRole("rowheader", { name: `Bronze ${club}` })).toBeVisible();

  await silver.fill("Silver");
  await rung(page, "铜牌会员").getByLabel("英文名").fill("Bronze");
  await publish(page, "改回来");
  await other.context().close();
});

test("shows what a rule would mean while it is typed, and keeps who changed it and why", async ({
  page,
}) => {
  const reason = `退回宽限多一天 ${Date.now()}`;
  await openAs(page, admin(), "/console/program");
  const earning = page.getByRole("region", { name: "获得积分" });
  await earning.getByLabel("每消费 1 元得").fill("2");
  await expect(earning.getByText(/¥339\.60 的订单：.*金牌会员 1,017 积分/)).toBeVisible();
  await earning.getByLabel("有效期").fill("0");
  await expect(earning.getByText("请填 1 到 240 之间的数。")).toBeVisible();
  await expect(page.getByRole("button", { name: "查看并发布" })).toBeDisabled();
  await page.getByRole("button", { name: "放弃改动" }).click();
  await expect(earning.getByLabel("每消费 1 元得")).toHaveValue("1");

  const grace = page.getByLabel("退回的过期积分再保留");
  await grace.fill("31");
  await publish(page, reason);
  const version = page
    .getByRole("region", { name: "发布历史" })
    .getByRole("listitem")
    .filter({ hasText: reason });
  await expect(version).toContainText("生效中");
  await version.getByText("查看改动").click();
  await expect(version.getByRole("listitem")).toHaveText(/退回的过期积分再保留.*30 天 → .*31 天/);
  await grace.fill("30");
  await publish(page, "改回来");
});

test("rules for certain goods show what they mean while they are typed, and are published", async ({
  page,
}) => {
  const errors = watchErrors(page);
  await openAs(page, admin(), "/console/program");
  const goods = page.getByRole("region", { name: "积分范围" });
  await expect(goods.getByText(/优惠 ¥20\.00 后实付 ¥100\.00.*得 100 积分/)).toBeVisible();
  await expect(goods.getByText("¥100.00 的礼品卡：得 0 积分。")).toBeVisible();
  await goods.getByLabel("购买礼品卡计积分").check();
  await expect(goods.getByText("¥100.00 的礼品卡：得 100 积分。")).toBeVisible();
  await goods.getByLabel("购买礼品卡计积分").uncheck();

  await goods.getByRole("button", { name: "添加规则" }).click();
  const rule = goods.getByRole("group", { name: "第 1 条规则" });
  await expect(rule.getByText("请填写名称，最多 40 个字。")).toBeVisible();
  await expect(page.getByRole("button", { name: "查看并发布" })).toBeDisabled();
  await rule.getByLabel("名称").fill("鞋");
  await rule.getByLabel("类目", { exact: true }).fill("鞋，靴");
  await rule.getByLabel("百分比").fill("150");
  await expect(goods.getByText("鞋：每 ¥100.00 得 150 积分。")).toBeVisible();
  await expectAccessible(page);
  await publish(page, "鞋多送一半");
  await page.reload();
  await expect(rule.getByLabel("类目", { exact: true })).toHaveValue("鞋, 靴");
  await goods.getByRole("button", { name: "删除第 1 条" }).click();
  await publish(page, "改回来");
  errors();
});

test("changes a benefit, and a shopper sees it at once", async ({ page }) => {
  const errors = watchErrors(page);
  const name = `立减券 ${Date.now() % 100_000}`;
  const id = `E2E_${Date.now()}`;
  await openAs(page, admin(), "/console/benefits");
  await page.getByRole("button", { name: "新建权益" }).click();
  const form = page.getByRole("dialog", { name: "新建权益" });
  await form.getByLabel("类型").selectOption({ label: "优惠券" });
  await form.getByRole("button", { name: "保存" }).click();
  await expect(form.getByLabel("编号")).toBeFocused();
  await expect(form.getByText("请填写范围内的值。")).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await form.getByLabel("编号").fill(id);
  await form.getByLabel("中文名").fill(name);
  await form.getByLabel("英文名").fill("Coupon of a test");
  await form.getByLabel("减免金额").fill("30");
  await form.getByLabel("次数上限").fill("1");
  await form.getByLabel("原因").fill("银牌专享");
  await form.getByRole("button", { name: "保存" }).click();
  await expect(form).toBeHidden();

  const matrix = page.getByRole("table", { name: "等级权益表" });
  const bronze = matrix.getByRole("checkbox", { name: `铜牌会员：${name}` });
  await bronze.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(matrix.getByRole("checkbox", { name: `银牌会员：${name}` })).toBeChecked();
  await page.getByRole("button", { name: "查看并保存" }).click();
  const last = page.getByRole("dialog", { name: "确认发布" });
  await expect(last.getByRole("listitem")).toHaveText(new RegExp(`${name}.*无等级.*银牌会员`));
  await last.getByRole("button", { name: "预览影响" }).click();
  // A benefit moves nobody; who is due to move anyway is told too.
  await expect(last.getByText(/没有会员因此变动|\d+ 名会员升级/)).toBeVisible({ timeout: 30_000 });
  await expect(last.getByRole("button", { name: "开始检查" })).toBeVisible();
  await last.getByLabel("原因").fill("银牌专享");
  await last.getByRole("button", { name: "发布", exact: true }).click();
  await expect(last).toBeHidden();

  const shop = await elsewhere(page, shopper("silver"), "/membership/benefits");
  const mine = shop.getByRole("region", { name: "现在可用" }).getByRole("listitem");
  await expect(mine.filter({ hasText: name })).toContainText("30");

  const row = page
    .getByRole("table", { name: "全部权益" })
    .getByRole("row")
    .filter({ hasText: name });
  await row.getByRole("button", { name: /^编辑/ }).click();
  const edit = page.getByRole("dialog", { name: "编辑权益" });
  await edit.getByLabel("减免金额").fill("50");
  await edit.getByLabel("次数上限").fill("2");
  await edit.getByLabel("原因").fill("加码");
  await edit.getByRole("button", { name: "保存" }).click();
  await expect(edit).toBeHidden();
  await expect(row).toContainText("每月 2 次");
  await shop.reload();
  await expect(mine.filter({ hasText: name })).toContainText("50");

  await row.getByRole("button", { name: /^移除/ }).click();
  await last.getByLabel("原因").fill("测试完毕");
  await last.getByRole("button", { name: "发布", exact: true }).click();
  await expect(toasts(page).getByText(`已移除「${name}」。`)).toBeVisible();
  await expect(row).toHaveCount(0);
  await shop.reload();
  await expect(shop.getByText(name)).toHaveCount(0);
  await shop.context().close();
  errors();
});

test("who may not publish reads the rules and the ladder", async ({ page }) => {
  await openAs(page, operator(), "/console/tiers");
  await expect(page.getByText("修改和发布需要管理员权限", { exact: false })).toBeVisible();
  await expect(page.getByRole("table", { name: "等级" })).toBeVisible();
  await page.goto("/console/benefits");
  await expect(page.getByRole("table", { name: "全部权益" })).toBeVisible();
  await expect(page.getByRole("button", { name: "新建权益" })).toHaveCount(0);
  await page.goto("/console/program");
  await expect(page.getByLabel("每消费 1 元得")).toHaveAttribute("readonly");
  await expect(page.getByRole("button", { name: "查看并发布" })).toHaveCount(0);
});

test("shows what a lower threshold would do to members before it is published", async ({
  page,
}) => {
  const errors = watchErrors(page);
  await openAs(page, admin(), "/console/tiers");
  await rung(page, "金牌会员").getByLabel("累计消费满").fill("2001");
  await page.getByRole("button", { name: "查看并发布" }).click();
  const dialog = page.getByRole("dialog", { name: "确认发布" });
  const preview = dialog.getByRole("region", { name: "先预览影响" });
  await expect(preview.getByText("不预览也可以直接发布。", { exact: false })).toBeVisible();
  await preview.getByRole("button", { name: "预览影响" }).click();
  const table = preview.getByRole("table", { name: "发布后" });
  await expect(table).toBeVisible({ timeout: 30_000 });
  await expect(table.getByRole("row", { name: /^金牌会员/ })).toBeVisible();
  await expect(preview.getByText(/\d+ 名会员升级，0 名会员降级/)).toBeVisible();
  const moved = preview.getByRole("table", { name: "变动的会员" });
  await expect(moved.getByRole("link", { name: /^M\d{12}$/ }).first()).toBeVisible();
  await expect(moved.getByText("达到门槛").first()).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  const saved = page.waitForEvent("download");
  await preview.getByRole("button", { name: "导出名单" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^tier-preview-\d+-now\.csv$/);
  await preview.getByText("保级期满后").click();
  await expect(preview.getByRole("table", { name: "保级期满后" })).toBeVisible();
  await dialog.getByRole("button", { name: "取消" }).click();
  await expect(dialog).toBeHidden();

  // Opened again over the same edit, it is still there.
  await page.getByRole("button", { name: "查看并发布" }).click();
  await expect(table).toBeVisible();
  await dialog.getByRole("button", { name: "取消" }).click();
  await page.getByRole("button", { name: "放弃改动" }).click();
  errors();
});

test("tries an order under an edit before it is published, in English too", async ({ page }) => {
  await prefer(page, { locale: "en" });
  await openAs(page, admin(), `/console/members/${shopper("gold").memberId}`);
  const heading = await page
    .getByText(/M\s+\d{6}\s+\d{6}/)
    .first()
    .textContent();
  const code = /M\s+\d{6}\s+\d{6}/.exec(heading ?? "")?.[0] ?? "";
  await page.goto("/console/program");
  await page.getByLabel("Points per ¥1 spent").fill("3");
  await page.getByRole("button", { name: "Review and publish" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Preview effect" }).click();
  const orders = dialog.getByRole("region", { name: "Orders in the last 90 days" });
  await expect(orders.getByText(/Points earned|There are no orders/).first()).toBeVisible({
    timeout: 30_000,
  });
  await dialog.getByText("Try an order").click();
  await dialog.getByLabel("Member code").fill(code);
  await dialog.getByLabel("Items (¥)").fill("300");
  // It tries, and publishes nothing.
  await dialog.getByLabel("Items (¥)").press("Enter");
  const whole = dialog.getByRole("table", { name: "Try an order" });
  await expect(whole.getByRole("row", { name: /Points to earn/ })).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await expectNoSidewaysScroll(page);
});

/** A time on a form far ahead, and the moment that is sent in its place: tests do not wait until tomorrow. */
async function hasten(page: Page, seconds: number): Promise<void> {
  await page.route("**/drafts.publish*", (route) => {
    const at = new Date(Date.now() + seconds * 1000).toISOString();
    const body = route.request().postData() ?? "";
    return route.continue({ postData: body.replace(/"publishAt":"[^"]+"/, `"publishAt":"${at}"`) });
  });
}

/** Somebody else looks at what was asked for, and agrees. */
async function approve(page: Page, name: string, change: string): Promise<void> {
  const desk = await elsewhere(page, secondAdmin(), "/console/approvals");
  const request = desk.getByRole("listitem").filter({ hasText: name });
  await expect(request).toContainText("¥4,999");
  await request.getByRole("button", { name: "批准" }).click();
  const decision = desk.getByRole("dialog", { name: "批准" });
  await expect(decision).toContainText(change);
  await decision.getByLabel("原因").fill("可以");
  await decision.getByRole("button", { name: "确认批准" }).click();
  await expect(toasts(desk).getByText("已批准。")).toBeVisible();
  await desk.context().close();
}

test("a draft is edited, looked at on all members, approved, scheduled, and taken back once it is live", async ({
  page,
}) => {
  const errors = watchErrors(page);
  const name = `双十二 ${Date.now() % 100_000}`;
  await openAs(page, operator(), "/console/drafts");
  await page.getByRole("button", { name: "新建草稿" }).click();
  const start = page.getByRole("dialog", { name: "新建草稿" });
  await start.getByLabel("名称").fill(name);
  await start.getByRole("button", { name: "新建", exact: true }).click();
  await page.getByRole("link", { name: "修改等级与权益" }).click();
  await rung(page, "金牌会员").getByLabel("累计消费满").fill("4999");
  await page.getByRole("button", { name: "查看并保存" }).click();
  const keep = page.getByRole("dialog", { name: "保存到草稿？" });
  await expect(keep.getByRole("listitem")).toHaveText(/金牌会员.*¥5,000 → .*¥4,999/);
  await expectAccessible(page, '[role="dialog"]');
  await keep.getByRole("button", { name: "保存", exact: true }).click();
  await expect(keep).toBeHidden();
  await page.getByRole("link", { name }).click();
  await page.getByRole("link", { name: "修改规则" }).click();
  await page.getByLabel("个人每日发放上限").fill("50001");
  await page.getByRole("button", { name: "查看并保存" }).click();
  await keep.getByRole("button", { name: "保存", exact: true }).click();
  await expect(keep).toBeHidden();
  await page.getByRole("link", { name }).click();
  await page.getByLabel("新评论").fill("只降一元");
  await page.getByRole("button", { name: "发表评论" }).click();
  await expect(page.getByRole("region", { name: "评论" })).toContainText("只降一元");
  await expect(page.getByRole("region", { name: "修改记录" })).toContainText("¥4,999");
  await expect(page.getByRole("button", { name: "发布或定时" })).toHaveCount(0);
  const effect = page.getByRole("region", { name: "对会员的影响" });
  await effect.getByRole("button", { name: "预览影响" }).click();
  await expect(effect.getByRole("table", { name: "发布后", exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await expectAccessible(page);
  await page.getByRole("link", { name: "修改权益内容" }).click();
  await page.getByRole("button", { name: "新建权益" }).click();
  const benefit = page.getByRole("dialog", { name: "新建权益" });
  await benefit.getByLabel("编号").fill("DRAFTED");
  await benefit.getByLabel("中文名").fill("草稿里的券");
  await benefit.getByLabel("英文名").fill("Coupon of a draft");
  await benefit.getByLabel("类型").selectOption({ label: "优惠券" });
  await benefit.getByLabel("减免金额").fill("30");
  await benefit.getByLabel("次数上限").fill("1");
  await expectAccessible(page, '[role="dialog"]');
  await benefit.getByRole("button", { name: "保存", exact: true }).click();
  await expect(benefit).toBeHidden();
  const drafted = page.getByRole("row").filter({ hasText: "草稿里的券" });
  await drafted.getByRole("button", { name: /^编辑/ }).click();
  const again = page.getByRole("dialog", { name: "编辑权益" });
  await again.getByLabel("减免金额").fill("20");
  await again.getByRole("button", { name: "保存", exact: true }).click();
  await expect(again).toBeHidden();
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("region", { name: /^与第 \d+ 版的差异$/ })).toContainText(
    "草稿里的券",
  );

  const other = await elsewhere(page, admin(), page.url());
  const othersErrors = watchErrors(other);
  await other.getByRole("button", { name: "发布或定时" }).click();
  const last = other.getByRole("dialog", { name: "发布草稿" });
  await last
    .getByLabel("发布时间")
    .fill(`${new Date(Date.now() + 172_800_000).toISOString().slice(0, 10)} 00:00`);
  await last.getByLabel("原因").fill(name);
  await hasten(other, 15);
  await last.getByRole("button", { name: "定时发布" }).click();
  await expect(last).toBeHidden();
  await expect(toasts(other).getByText("已提交审批。")).toBeVisible();
  await approve(other, name, "50,000 → 50,001");
  // It is agreed to before its time comes, or after it on a slow machine.
  await other.reload();
  await expect(other.getByText(/^(将于 .* 发布|已发布为第 \d+ 版)$/)).toBeVisible();
  await expect(other.getByText(/^已发布为第 \d+ 版$/)).toBeVisible({ timeout: 40_000 });

  await other.goto("/console/program");
  const history = other.getByRole("region", { name: "发布历史" }).getByRole("listitem");
  await expect(history.filter({ hasText: name })).toContainText("生效中");
  await history
    .filter({ has: other.getByRole("button", { name: /^回退到第/ }) })
    .first()
    .getByRole("button", { name: /^回退到第/ })
    .click();
  const back = other.getByRole("dialog", { name: "确认发布" });
  await expect(back.getByRole("listitem").filter({ hasText: "金牌会员" })).toHaveText(
    /¥4,999 → .*¥5,000/,
  );
  await expect(back.getByRole("button", { name: "预览影响" })).toBeVisible();
  await back.getByLabel("原因").fill(`${name}取消`);
  await back.getByRole("button", { name: "发布", exact: true }).click();
  await expect(back).toBeHidden();
  await history
    .filter({ hasText: `${name}取消` })
    .getByRole("link")
    .click();
  await expect(other.getByRole("region", { name: "改动内容" })).toContainText("¥4,999 → ¥5,000");
  await expectAccessible(other);
  await other.context().close();
  othersErrors();
  errors();
});
