import { isPhone, operator, shopper, signIn, toasts } from "../support";
import { expect, type Page, test } from "../test";

test.beforeEach(async ({ page }) => {
  await signIn(page, operator());
});

/** The pages that write take a member of their own, so that they never wait for each other. */
async function openMember(page: Page, tier: Parameters<typeof shopper>[0]): Promise<void> {
  await page.goto(`/console/members/${shopper(tier).memberId}`);
}

test("shows all there is about a member, each tab with an address of its own", async ({ page }) => {
  await openMember(page, "gold");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "概要" })).toContainText("demo-gold");
  const tabs = page.getByRole("navigation", { name: "会员资料" });
  for (const [tab, address, content] of [
    ["积分明细批", /tab=lots/, /购物获得 · 订单 demo-gold-\d+/],
    ["等级变化", /tab=tiers/, /银牌会员 → 金牌会员/],
    ["订单", /tab=orders/, /部分退款/],
    ["操作日志", /tab=audit/, /请求/],
  ] as const) {
    await tabs.getByRole("link", { name: tab }).click();
    await expect(page).toHaveURL(address);
    await expect(page.getByRole("region", { name: tab })).toContainText(content);
  }
  await page.goBack();
  await expect(page.getByRole("region", { name: "订单" })).toBeVisible();
});

test("adjusts points with a reason that the ledger and the audit then show", async ({
  page,
}, info) => {
  const reason = `物流延误补偿 ${info.project.name} ${Date.now()}`;
  await openMember(page, isPhone(info) ? "bronze" : "silver");
  const opener = page.getByRole("button", { name: "调整积分" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(dialog.getByText("请填写大于 0 的整数。")).toBeVisible();
  await expect(dialog.getByText("请填写原因。")).toBeVisible();
  await expect(dialog.getByLabel("积分")).toBeFocused();

  await dialog.getByLabel("积分").fill("7");
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(toasts(page).getByText(/已调整 \+7 积分，当前可用/)).toBeVisible();
  await expect(dialog).toBeHidden();
  const line = page.getByRole("region", { name: "积分流水" }).getByRole("listitem").first();
  await expect(line).toContainText("人工调整");
  await expect(line).toContainText(reason);
  await expect(line).toContainText("+7");

  await page.getByRole("link", { name: "操作日志" }).click();
  await expect(page.getByRole("region", { name: "操作日志" })).toContainText(reason);
});

test("refuses to take more than there is, in words, and lets go with Escape", async ({ page }) => {
  await openMember(page, "registered");
  const opener = page.getByRole("button", { name: "调整积分" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByText("扣减").click();
  await dialog.getByLabel("积分").fill("9999");
  await dialog.getByLabel("原因").fill("试试");
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(dialog.getByText(/最多可扣 [\d,]+ 积分。/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("hands a large correction to a second person and moves nothing yet", async ({
  page,
}, info) => {
  const reason = `年度大客户回馈 ${info.project.name} ${Date.now()}`;
  await openMember(page, "gold");
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByLabel("积分").fill("10001");
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(toasts(page).getByText(/须另一位管理员批准/)).toBeVisible();
  await page.getByRole("link", { name: "操作日志" }).click();
  await expect(page.getByRole("region", { name: "操作日志" })).toContainText(reason);
  await page.getByRole("link", { name: "积分流水" }).click();
  const ledger = page.getByRole("region", { name: "积分流水" });
  await expect(ledger.getByRole("listitem").first()).toBeVisible();
  await expect(ledger.getByText(reason)).toHaveCount(0);
});

test("says in the API's own words why it refused, and keeps what was typed", async ({
  page,
}, info) => {
  const reference = `T-${info.project.name}-${Date.now()}`;
  await openMember(page, isPhone(info) ? "bronze" : "silver");
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  for (const points of ["1", "2"]) {
    await page.getByRole("button", { name: "调整积分" }).click();
    await dialog.getByLabel("积分").fill(points);
    await dialog.getByLabel("原因").fill("客服补偿");
    await dialog.getByLabel("凭证号（可选）").fill(reference);
    await dialog.getByRole("button", { name: "确认调整" }).click();
    if (points === "1") await expect(dialog).toBeHidden();
  }
  await expect(dialog.getByRole("alert")).toContainText("这个单号已用于另一次操作");
  await expect(dialog.getByLabel("原因")).toHaveValue("客服补偿");
});

test("freezes and unfreezes with a reason; the member is told", async ({ page, browser }, info) => {
  test.skip(isPhone(info), "one member, one writer");
  const person = shopper("diamond");
  await openMember(page, "diamond");
  const heading = page.getByRole("main");
  await page.getByRole("button", { name: "冻结", exact: true }).last().scrollIntoViewIfNeeded();
  await page.getByRole("group", { name: "操作" }).getByRole("button", { name: "冻结" }).click();
  const freeze = page.getByRole("dialog", { name: "冻结会员" });
  await freeze.getByLabel("原因").fill("核实身份");
  await freeze.getByRole("button", { name: "确认冻结" }).click();
  await expect(heading.getByText("已冻结", { exact: true })).toBeVisible();

  const shop = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(shop, person);
  await shop.goto("/membership");
  await expect(shop.getByText(/账号已冻结/)).toBeVisible();
  await shop.context().close();

  await page.getByRole("button", { name: "解冻" }).click();
  const unfreeze = page.getByRole("dialog", { name: "解冻会员" });
  await unfreeze.getByLabel("原因").fill("已核实");
  await unfreeze.getByRole("button", { name: "确认解冻" }).click();
  await expect(heading.getByText("正常", { exact: true })).toBeVisible();
});

test("sets a tier by hand, keeps it until a day, and writes it down", async ({ page }, info) => {
  test.skip(isPhone(info), "one member, one writer");
  await page.goto("/console/members?tier=REGISTERED&sort=lifetimeMinor");
  await page.getByRole("table", { name: "会员" }).getByRole("link").last().click();
  await page.getByRole("button", { name: "设置等级" }).click();
  const dialog = page.getByRole("dialog", { name: "设置等级" });
  await dialog.getByLabel("原因").fill("年会嘉宾");
  await dialog.getByRole("button", { name: "确认设置" }).click();
  await expect(dialog.getByText("已是该等级，请选择其他等级。")).toBeVisible();
  await dialog.getByLabel("新等级").selectOption({ label: "银牌会员" });
  await dialog.getByLabel("保留至（可选）").fill("2039-12-31");
  await dialog.getByRole("button", { name: "确认设置" }).click();
  await expect(toasts(page).getByText("等级已从注册会员调整为银牌会员。")).toBeVisible();
  await expect(page.getByText("2039年12月31日（人工设置）")).toBeVisible();
  await page.getByRole("link", { name: "等级变化" }).click();
  const history = page.getByRole("region", { name: "等级变化" });
  await expect(history).toContainText("注册会员 → 银牌会员");
  await expect(history).toContainText("人工设置 · 年会嘉宾");
});

test("says when there is no such member", async ({ page }) => {
  await page.goto("/console/members/999999999");
  await expect(page.getByRole("heading", { name: "会员不存在" })).toBeAttached();
  await page.getByRole("main").getByRole("link", { name: "全部会员" }).click();
  await expect(page).toHaveURL(/\/console\/members$/);
});
