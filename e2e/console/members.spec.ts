import { API, demo, isPhone, operator, shopper, signIn, watchErrors } from "../support";
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

test("keeps filters and sorting in the address and can clear them", async ({ page }) => {
  const errors = watchErrors(page);
  await page.goto("/console/members");
  await page.getByLabel("等级", { exact: true }).selectOption({ label: "金牌会员" });
  await page.getByLabel("排序").selectOption({ label: "累计消费最多" });
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
