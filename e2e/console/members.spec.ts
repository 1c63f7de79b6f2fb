import { readFileSync } from "node:fs";
import {
  API,
  demo,
  expectAccessible,
  isPhone,
  operator,
  shopper,
  signIn,
  watchErrors,
} from "../support";
import { expect, test } from "../test";

test.beforeEach(async ({ page }) => {
  await signIn(page, operator());
});

test("finds a member by code, by shop account and by nickname", async ({ page }) => {
  const { memberId, externalId } = shopper("gold");
  const answer = await page.request.get(`${API}/members/${memberId}`, {
    headers: { authorization: `Bearer ${demo().serviceKey}` },
  });
  const { memberCode, nickname } = (await answer.json()) as Record<string, string>;
  await page.goto("/console/members");
  const search = page.getByRole("searchbox", { name: "搜索会员" });
  const rows = page.getByRole("table", { name: "会员" }).getByRole("rowheader");
  for (const words of [memberCode, externalId, nickname]) {
    await search.fill(words ?? "");
    await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(words ?? "")}`));
    await expect(rows.filter({ hasText: nickname ?? "" }).first()).toBeVisible();
  }
});

test("keeps filters and sorting in the address and can clear them", async ({ page }, info) => {
  const errors = watchErrors(page);
  await page.goto("/console/members");
  await page.getByLabel("等级", { exact: true }).selectOption({ label: "金牌会员" });
  if (isPhone(info)) await page.getByLabel("排序").selectOption({ label: "累计消费最多" });
  else await page.getByRole("table").getByRole("button", { name: "累计消费" }).click();
  await expect(page).toHaveURL(/tier=GOLD/);
  await expect(page).toHaveURL(/sort=lifetimeMinor/);
  const rows = page.getByRole("table", { name: "会员" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("金牌会员");

  await page.reload();
  await expect(page.getByLabel("等级", { exact: true })).toHaveValue("GOLD");
  await expect(rows.nth(1)).toContainText("金牌会员");
  await page.getByRole("button", { name: "清除筛选" }).click();
  await expect(page).not.toHaveURL(/tier=/);
  errors();
});

test("pages onwards and back over the same members", async ({ page }) => {
  await page.goto("/console/members");
  const names = page.getByRole("table", { name: "会员" }).getByRole("rowheader");
  await expect(names.first()).toBeVisible();
  const first = await names.allInnerTexts();
  await page.getByRole("button", { name: "下一页" }).click();
  await expect(page.getByText("第 2 页")).toBeVisible();
  await expect(names.first()).not.toHaveText(first[0] ?? "");
  await page.getByRole("button", { name: "上一页" }).click();
  await expect(page.getByText("第 1 页")).toBeVisible();
  await expect.poll(() => names.allInnerTexts()).toEqual(first);
  await page.goBack();
  await expect(page.getByText("第 2 页")).toBeVisible();
});

test("says when nobody matches and offers the way out", async ({ page }) => {
  await page.goto("/console/members?q=nobody-is-called-this");
  await expect(page.getByText("没有符合条件的会员")).toBeVisible();
  await page.getByRole("button", { name: "清除筛选" }).last().click();
  await expect(page.getByRole("table", { name: "会员" })).toBeVisible();
});

test("shows the ladder in force", async ({ page }, info) => {
  await page.goto("/console/members");
  if (isPhone(info)) await page.getByRole("button", { name: "打开菜单" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "等级" }).click();
  await expect(page).toHaveURL(/\/console\/tiers$/);
  await expect(page.getByRole("table", { name: "等级" }).getByRole("rowheader")).toHaveCount(5);
});

test("narrows, keeps a view, chooses columns, opens beside, takes all that match along", async ({
  page,
}, info) => {
  test.skip(isPhone(info), "beside the list there is room on a desk alone");
  const errors = watchErrors(page);
  const name = `金牌 ${Date.now()}`;
  await page.goto("/console/members");
  await page.getByLabel("等级", { exact: true }).selectOption({ label: "金牌会员" });
  const table = page.getByRole("table", { name: "会员" });
  await table.getByRole("button", { name: "累计消费" }).click();
  await table.getByRole("button", { name: "累计消费" }).click();
  await expect(page).toHaveURL(
    /sort=lifetimeMinor.*direction=asc|direction=asc.*sort=lifetimeMinor/,
  );
  await expect(table.getByRole("columnheader", { name: "累计消费" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );

  await page.getByRole("button", { name: "列", exact: true }).click();
  const columns = page.getByRole("dialog", { name: "显示哪些列" });
  await columns.getByRole("checkbox", { name: "商城账号" }).check();
  await columns.getByText("紧凑").click();
  await expectAccessible(page, "[role=dialog]");
  await columns.getByRole("button", { name: "完成" }).click();
  await expect(table.getByRole("columnheader", { name: "商城账号" })).toBeVisible();

  await page.getByRole("button", { name: "存为视图" }).click();
  await page.getByLabel("名称").fill(name);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  const views = page.getByRole("list", { name: "视图" });
  await expect(views.getByRole("button", { name })).toHaveAttribute("aria-pressed", "true");
  await views.getByRole("button", { name: "全部" }).click();
  await expect(page).not.toHaveURL(/tier=/);
  await views.getByRole("button", { name }).click();
  await expect(page.getByLabel("等级", { exact: true })).toHaveValue("GOLD");

  await table.getByRole("link").first().focus();
  await page.keyboard.press("j");
  await expect(table.getByRole("row").nth(2).getByRole("link")).toBeFocused();
  await page.keyboard.press("Enter");
  const beside = page.getByRole("complementary", { name: "会员概况" });
  await expect(beside.getByRole("link", { name: "打开会员页" })).toBeVisible();
  await expect(table).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByText("已选 1 位")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(beside).toBeHidden();

  await page.getByRole("button", { name: /^选中全部/ }).click();
  await page.getByRole("button", { name: "调整积分" }).click();
  await page.getByLabel("每人积分").fill("5");
  await page.getByLabel("原因").fill("周年庆");
  await page.getByRole("button", { name: "预览" }).click();
  await expect(page.getByRole("dialog", { name: "预览" })).toContainText("可执行");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "导出", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "导出列表" });
  await dialog.getByText("CSV", { exact: true }).click();
  await dialog.getByRole("button", { name: "开始导出" }).click();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "下载" }).first().click({ timeout: 20_000 });
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file.split("\r\n")[0]).toBe(
    "\ufeff会员,会员号,等级,可用积分,累计消费,最近活跃,入会时间,商城账号",
  );
  expect(file).toContain("demo-gold");
  await expectAccessible(page, "[role=dialog]");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "删除视图" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "删除视图" }).click();
  await expect(views.getByRole("button", { name })).toHaveCount(0);
  errors();
});
