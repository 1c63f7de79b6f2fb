import { asOperator, friend } from "../shop";
import { shopper, signIn, toasts, watchErrors } from "../support";
import { expect, test } from "../test";

test("counts what is unread, reads one by opening it and the rest at once", async ({
  page,
}, info) => {
  const errors = watchErrors(page);
  const person = friend(info, 4);
  for (const points of [7, 8, 9]) {
    const input = { externalId: person.externalId, points, reason: "补发" };
    await asOperator(page, "points.adjust", input);
  }
  await signIn(page, person);
  await page.goto("/membership");
  await page.getByRole("link", { name: /^消息，\d+ 条未读/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("消息");
  const message = page.getByRole("listitem").filter({ hasText: "9 积分已到账" });
  await expect(message).toContainText("未读");
  await message.getByRole("link").click();
  await expect(page).toHaveURL(/\/membership\/history$/);

  await page.getByRole("link", { name: /^消息，/ }).click();
  await expect(message).not.toContainText("未读");
  await page.getByRole("button", { name: "全部标为已读" }).click();
  await expect(toasts(page).getByText("已全部标为已读。")).toBeVisible();
  await expect(page.getByText("全部已读")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "未读" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "消息", exact: true })).toBeVisible();
  errors();
});

test("shows an empty inbox as one", async ({ page }) => {
  await signIn(page, shopper("newcomer"));
  await page.goto("/membership/inbox");
  await expect(page.getByText("还没有消息")).toBeVisible();
});
