import { friend, sendOrder } from "../shop";
import { expectAccessible, operator, shopper, signIn, watchErrors } from "../support";
import { expect, test } from "../test";

test("an adjustment is found in the log by what was done and to whom", async ({ page }, info) => {
  const errors = watchErrors(page);
  const reason = `漏发补偿 ${info.project.name} ${Date.now()}`;
  const { externalId } = friend(info, 1);
  await signIn(page, operator());
  await page.goto(`/console/members?q=${externalId}`);
  const link = page.getByRole("table", { name: "会员" }).getByRole("link").first();
  await link.click();
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByLabel("积分").fill("3");
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(dialog).toBeHidden();

  await page.goto("/console/audit");
  await page.getByLabel("操作", { exact: true }).selectOption({ label: "调整积分" });
  await expect(page).toHaveURL(/action=points\.adjust/);
  const act = page.getByRole("listitem").filter({ hasText: reason });
  await expect(act).toContainText("调整积分");
  await expect(act).toContainText(/可用积分 [\d,]+ → [\d,]+/);
  await expectAccessible(page);

  await page.getByRole("searchbox", { name: "会员" }).fill("nobody-of-that-name");
  await page.getByRole("button", { name: "查找" }).last().click();
  await expect(page.getByText("没有找到该会员。")).toBeVisible();
  await page.getByRole("searchbox", { name: "会员" }).fill(externalId ?? "");
  await page.getByRole("button", { name: "查找" }).last().click();
  await expect(page).toHaveURL(/member=\d+/);
  await expect(page.getByText(/^只看会员 M\d{12}/)).toBeVisible();
  await expect(act).toBeVisible();
  await act.getByRole("link").click();
  await expect(page).toHaveURL(/\/console\/members\/\d+\?tab=audit/);
  await expect(page.getByRole("region", { name: "操作日志" })).toContainText(reason);
  errors();
});

test("where several members match, nobody is taken before somebody has chosen", async ({
  page,
}) => {
  await signIn(page, operator());
  await page.goto("/console/audit");
  const field = page.getByRole("searchbox", { name: "会员" });
  await field.fill("demo-");
  await field.press("Enter");
  const choice = page.getByRole("region", { name: /位.*会员符合，请选择一位/ });
  await expect(choice).toBeVisible();
  await expect(page).toHaveURL(/\/console\/audit$/);
  await expectAccessible(page);
  await choice.getByRole("button").first().click();
  await expect(page).toHaveURL(/member=\d+/);
  await expect(choice).toBeHidden();
  // A whole account is one member, whoever else begins so.
  await field.fill("demo-gold");
  await field.press("Enter");
  await expect(page).toHaveURL(new RegExp(`member=${shopper("gold").memberId}`));
});

test("says so when nothing matches, and lets go of the filters", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/audit?action=points.adjust&actor=nobody");
  await expect(page.getByText("没有符合条件的记录")).toBeVisible();
  await page.getByRole("button", { name: "清除筛选" }).click();
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
});

test("the palette leads to any page, any member and any order", async ({ page }, info) => {
  const errors = watchErrors(page);
  await signIn(page, operator());
  await page.goto("/console/members");
  await expect(page.getByRole("table", { name: "会员" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "查找" });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  await expectAccessible(page, '[role="dialog"]');
  await field.fill("操作日志");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/console\/audit$/);

  await page.getByRole("button", { name: "查找会员、订单、页面…" }).click();
  await field.fill("demo-gold");
  const found = palette.getByRole("option").filter({ hasText: "demo-gold" }).first();
  await expect(found).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/console/members/${shopper("gold").memberId}$`));

  // Whose an order is: its number, Enter, and the member's page has that order alone.
  const { externalId } = friend(info, 1);
  const orderId = await sendOrder(page.request, externalId, 12);
  await page.keyboard.press("Control+k");
  await field.fill(orderId);
  await field.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/console/members/\\d+\\?tab=orders&order=${orderId}$`));
  await expect(page.getByRole("row").filter({ hasText: orderId })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("option").first()).toContainText(orderId);
  await expect(palette.getByRole("option").first()).toContainText("最近打开");

  await field.fill("没有这样的人");
  await expect(palette.getByText("没有找到，换个关键词试试。")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  errors();
});
