import { asOperator, asService, friend } from "../shop";
import { API, expectAccessible, isPhone, shopper, signIn, toasts, watchErrors } from "../support";
import { expect, type Page, test } from "../test";

interface Redemption {
  redemptionId: string;
  rewardName: string;
}

/** The dialog is a reward's: an address is typed once, and there from then on. */
async function giveAddress(page: Page): Promise<void> {
  const choice = page.getByRole("dialog").getByRole("group", { name: "收货地址" });
  const add = choice.getByRole("button", { name: "新增地址" });
  await expect(add).toBeVisible();
  if ((await choice.getByRole("radio").count()) > 0) return;
  await add.click();
  const form = page.getByRole("dialog", { name: "新增收货地址" });
  await form.getByLabel("收货人").fill("温言");
  await form.getByLabel("手机号").fill("13800000006");
  await form.getByLabel("省份").selectOption("浙江省");
  await form.getByLabel("城市").selectOption("杭州市");
  await form.getByLabel("区县").selectOption("西湖区");
  await form.getByLabel("详细地址").fill("文三路 1 号");
  await form.getByRole("button", { name: "保存并使用" }).click();
  await expect(
    choice.getByRole("radio", { name: /温言.*浙江省杭州市西湖区 文三路 1 号/ }),
  ).toBeChecked();
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
  const dialog = page.getByRole("dialog", { name: "线装手札" });
  await expect(dialog).toContainText("寄到你的收货地址");
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: /^用 1,800 积分兑换/ }).click();
  await expect(dialog.getByText("请先添加收货地址。")).toBeVisible();
  const add = dialog.getByRole("button", { name: "新增地址" });
  await expect(add).toBeFocused();
  await add.click();
  const form = page.getByRole("dialog", { name: "新增收货地址" });
  await form.getByRole("button", { name: "保存并使用" }).click();
  await expect(form.getByText("请填写收货人。")).toBeVisible();
  await expect(form.getByText("请填写所在地区。")).toBeVisible();
  await expect(form.getByLabel("收货人")).toBeFocused();
  await expectAccessible(page, '[role="dialog"]');
  await form.getByRole("button", { name: "取消" }).click();
  await giveAddress(page);
  await dialog.getByRole("button", { name: /^用 1,800 积分兑换/ }).click();
  const result = page.getByRole("dialog", { name: "兑换成功" });
  await expect(result).toContainText("已为你预留「线装手札」× 1");
  await result.getByRole("link", { name: "查看我的兑换" }).click();

  const row = page.getByRole("listitem").filter({ hasText: "线装手札" });
  await expect(row.getByText("待发货")).toBeVisible();
  await expect(row.locator('img[src="/rewards/notebook.svg"]')).toBeVisible();
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
  await giveAddress(page);
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
  await page.getByRole("button", { name: "查看「明前龙井」" }).click();
  const sheet = page.getByRole("dialog", { name: "明前龙井" });
  await expect(sheet).toContainText("兑换须知");
  await expect(sheet.getByRole("button", { name: /积分兑换/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  const kinds = page.getByRole("navigation", { name: "筛选兑换品" });
  await kinds.getByRole("link", { name: "优惠券" }).click();
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
  await expect(card.getByRole("button", { name: /^兑换/ })).toHaveCount(0);
  await card.getByRole("button", { name: "查看「包邮月卡」" }).click();
  const sheet = page.getByRole("dialog", { name: "包邮月卡" });
  await expect(sheet).toContainText("30 天内可用 4 次");
  await expect(sheet.getByRole("button", { name: /积分兑换/ })).toHaveCount(0);
  await page.context().clearCookies();
  await signIn(page, shopper("bronze"));
  await page.goto("/membership/benefits");
  await expect(page.getByRole("listitem").filter({ hasText: /权益卡.*4 次/ })).toBeVisible();
});

test("saves for a reward, sees how far it is at home, and finds what is within reach", async ({
  page,
}, info) => {
  const errors = watchErrors(page);
  await signIn(page, friend(info, 4));
  await page.goto("/membership/mall");
  await page.getByRole("button", { name: /「油纸伞」$/ }).click();
  const sheet = page.getByRole("dialog", { name: "油纸伞" });
  await sheet.getByRole("button", { name: "设为目标" }).click();
  await expect(sheet.getByRole("button", { name: "取消目标" })).toBeVisible();
  await expect(sheet.getByRole("status")).toHaveText("已设为攒分目标。");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "攒分目标：油纸伞" })).toBeVisible();

  await page.getByRole("link", { name: "茶食" }).click();
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.getByRole("link", { name: "茶食" }).click();
  await page.getByRole("link", { name: "可兑优先" }).click();
  await expect(page).toHaveURL(/sort=reach/);
  await expect(page.getByRole("article").last()).not.toContainText("兑换");
  expect(await page.locator(".bg-seal:visible").count()).toBeLessThanOrEqual(1);
  await expectAccessible(page);

  await page.goto("/membership");
  const strip = page.getByRole("list", { name: "今日提醒" });
  await strip.getByRole("link", { name: /攒分目标：油纸伞/ }).click();
  await expect(sheet).toBeVisible();
  await sheet.getByRole("button", { name: "取消目标" }).click();
  await expect(sheet.getByRole("status")).toHaveText("已取消目标。");
  errors();
});

test("keeps addresses, one of them by default, and lets them go", async ({ page }, info) => {
  await signIn(page, friend(info, 4));
  await page.goto("/membership/addresses");
  await page.getByRole("button", { name: "新增地址" }).click();
  const form = page.getByRole("dialog", { name: "新增收货地址" });
  const line = `${"很长的街道名".repeat(30)} 1 号`;
  await form.getByLabel("收货人").fill("温言");
  await form.getByLabel("手机号").fill("13800000006");
  await form.getByRole("button", { name: "列表里没有？手动填写" }).click();
  await form.getByLabel("所在地区").fill("Kings Road, London");
  await form.getByLabel("详细地址").fill(line);
  await form.getByRole("button", { name: "保存" }).click();
  const row = page.getByRole("listitem").filter({ hasText: line });
  await expect(row).toContainText("默认");
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
    await page.evaluate(() => document.documentElement.clientWidth),
  );
  await row.getByRole("button", { name: /^修改地址/ }).click();
  const edit = page.getByRole("dialog", { name: "修改收货地址" });
  await expect(edit.getByLabel("所在地区")).toHaveValue("Kings Road, London");
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: /^删除地址/ }).click();
  await expect(row).toHaveCount(0);
});
