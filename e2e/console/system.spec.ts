import {
  admin,
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  signIn,
  toasts,
} from "../support";
import { expect, test } from "../test";

test("an admin checks the ledger now and sees that it adds up", async ({ page }) => {
  await signIn(page, admin());
  await page.goto("/console/system");
  const check = page.getByRole("region", { name: "账目核对" });
  await check.getByRole("button", { name: /立即核对/ }).click();
  await expect(toasts(page).getByText("账目核对已运行完。")).toBeVisible({ timeout: 30_000 });
  await expect(check.getByText("一致", { exact: true })).toBeVisible();
  const jobs = page.getByRole("table", { name: "定时任务" });
  await expect(jobs.getByRole("row").filter({ hasText: "账目核对" })).toContainText(/完成，处理/);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test("an operator sees the jobs and cannot run them", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/system");
  const jobs = page.getByRole("table", { name: "定时任务" });
  await expect(jobs.getByRole("rowheader").first()).toContainText("到期结算");
  // Each is called in words, none by its name in the code.
  await expect(jobs.getByRole("rowheader").filter({ hasText: /[a-z]\.[a-z]/ })).toHaveCount(0);
  await expect(jobs.getByRole("button")).toHaveCount(0);
});
