import { friend, sendOrder } from "../shop";
import { shopper, signIn, toasts, watchErrors } from "../support";
import { expect, test } from "../test";

test("joins an activity and gets its points with the next order", async ({ page }, info) => {
  const errors = watchErrors(page);
  const person = friend(info, 1);
  await signIn(page, person);
  await page.goto("/membership/activities");
  const card = page.getByRole("article").filter({ hasText: "暖冬首单礼" });
  await expect(card).toContainText("期间首单满 ¥199，送 80 积分");
  await card.getByRole("button", { name: /^报名/ }).click();
  await expect(toasts(page).getByText("报名成功：暖冬首单礼")).toBeVisible();
  await expect(card).toContainText("已报名");
  await expect(card.getByRole("button")).toHaveCount(0);

  await sendOrder(page.request, person.externalId, 200);
  await page.goto("/membership/history");
  const line = page.getByRole("listitem").filter({ hasText: "暖冬首单礼" });
  await expect(line).toContainText("活动奖励");
  await expect(line).toContainText("+80");
  await page.goto("/membership/activities");
  await card.getByRole("link", { name: "暖冬首单礼" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("暖冬首单礼");
  await expect(page.getByRole("main")).toContainText(/已得积分\s*80/);
  errors();
});

test("says why one can't join, and what comes and what is over", async ({ page }, info) => {
  await signIn(page, friend(info, 2));
  await page.goto("/membership/activities");
  const article = (title: string) => page.getByRole("article").filter({ hasText: title });
  await expect(article("双倍积分周")).toContainText("升级为银牌会员即可报名。");
  await expect(article("双倍积分周").getByRole("button")).toHaveCount(0);
  await expect(article("老友品茶会")).toContainText("名额已满");
  await page.getByRole("link", { name: "即将开始" }).click();
  await expect(page).toHaveURL(/status=SCHEDULED/);
  await expect(article("金牌三倍积分日")).toContainText(/\d+月\d+日 00:00 开始/);
  await page.getByRole("link", { name: "已结束" }).click();
  await expect(article("中秋满额礼")).toContainText("已结束");
});

test("shows how far a challenge has come", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/activities");
  const challenge = page.getByRole("article").filter({ hasText: "三单挑战" });
  await expect(challenge).toContainText("已完成 2 / 3 单");
  await expect(challenge.getByRole("progressbar", { name: "三单挑战的进度" })).toHaveAttribute(
    "aria-valuetext",
    "已完成 2 / 3 单",
  );
});

test("an activity that isn't there says so", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/activities/999999");
  await expect(page.getByRole("heading", { name: "页面不存在" })).toBeVisible();
});
