import { friend } from "../shop";
import { API, demo, expectAccessible, operator, signIn, toasts, watchErrors } from "../support";
import { expect, test } from "../test";

test("an operator makes a coupon and gives it, its member shows it, and it is voided by its code", async ({
  page,
  browser,
}, info) => {
  test.setTimeout(120_000);
  const errors = watchErrors(page);
  const mark = `${info.project.name}-${Date.now()}`.slice(-24);
  const name = `券 ${mark}`;
  const person = friend(info, 2);
  await signIn(page, operator());
  await page.goto("/console/coupons");
  await page.getByRole("button", { name: "新建优惠券" }).click();
  const dialog = page.getByRole("dialog", { name: "新建优惠券" });
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByLabel("中文名称")).toBeFocused();
  await dialog.getByLabel("中文名称").fill(name);
  await dialog.getByLabel("英文名称").fill(`Coupon ${mark}`.slice(0, 32));
  await dialog.getByLabel("减免金额").fill("30");
  await dialog.getByLabel("使用门槛").fill("199.99");
  await dialog.getByLabel("有效天数").fill("7");
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("优惠券已新建")).toBeVisible();
  const line = page
    .getByRole("table", { name: "全部优惠券" })
    .getByRole("row")
    .filter({ hasText: name });
  await expect(line).toContainText("满 ¥199.99 减 ¥30");

  await line.getByRole("button", { name: "发放" }).click();
  const issue = page.getByRole("dialog", { name: `发放「${name}」` });
  await issue
    .getByLabel("会员", { exact: true })
    .last()
    .fill(person.externalId ?? "");
  await issue.getByLabel("原因").fill("端到端测试");
  await issue.getByRole("button", { name: "发放" }).click();
  await expect(toasts(page).getByText("已提交，共 1 张，正在发放")).toBeVisible();

  const shop = await browser.newPage({ baseURL: demo().url, locale: "zh-CN" });
  await signIn(shop, person);
  await expect(async () => {
    await shop.goto("/membership/coupons");
    await expect(shop.getByRole("paragraph").filter({ hasText: name })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass({ timeout: 30_000 });
  const own = shop.getByRole("listitem").filter({ hasText: name });
  const code = (await own.locator("[data-coupon]").getAttribute("data-coupon")) ?? "";
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  await own.getByRole("button", { name: "出示券码" }).click();
  await expect(shop.getByRole("img", { name: `优惠券 ${code} 的二维码` })).toBeVisible();
  await expectAccessible(shop, '[role="dialog"]');
  await shop.close();

  const checked = await page.request.post(`${API}/coupons/${code}/check`, {
    headers: { authorization: `Bearer ${demo().serviceKey}` },
    data: { externalId: person.externalId, orderAmountMinor: 19_999 },
  });
  expect(await checked.json()).toMatchObject({ usable: true, discountMinor: 3000 });

  await page.getByLabel("券码", { exact: true }).fill(code.toLowerCase().replace(/-/g, " "));
  await page.getByRole("button", { name: "查询" }).click();
  await expect(page.getByText(`••••-••••-••••-${code.slice(-4)}`)).toBeVisible();
  await page.getByRole("button", { name: "作废", exact: true }).click();
  const end = page.getByRole("dialog", { name: `作废「${name}」` });
  await end.getByLabel("原因").fill("端到端测试");
  await end.getByRole("button", { name: "作废" }).click();
  await expect(page.getByText("已作废", { exact: true })).toBeVisible();
  errors();
});
