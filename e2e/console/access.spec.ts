import { operator, shopper, signIn } from "../support";
import { expect, test } from "../test";

test("asks a guest to sign in first", async ({ page }) => {
  await page.goto("/console/members");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fconsole/);
});

test("keeps members out and says why", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/console/members");
  await expect(page.getByRole("heading", { name: "仅限运营人员" })).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.getByRole("link", { name: "前往我的会员" }).click();
  await expect(page).toHaveURL(/\/membership$/);
});

test("tells an operator that membership pages belong to members", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/membership");
  await expect(page.getByRole("heading", { name: "运营账号没有会员卡" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "前往运营台" }).click();
  await expect(page).toHaveURL(/\/console$/);
});
