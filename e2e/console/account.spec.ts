import { admin, expectEachAccessible, lookOf, operator, prefer, signIn, toasts } from "../support";
import { expect, test } from "../test";

test("an operator sees where they are signed in", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/account");
  await expect(page.getByText("当前设备").first()).toBeVisible();
  await expect(page.getByRole("main").getByText(operator().email)).toBeVisible();
});

test("an admin sets how customers sign up", async ({ page }) => {
  await signIn(page, admin());
  await page.goto("/console/sign-up");
  await expect(page.getByLabel("邮箱注册")).toBeChecked();
  const terms = page.getByLabel("会员条款网址（可选）");
  await terms.fill("not an address");
  const save = page.getByRole("region", { name: "顾客注册" }).getByRole("button", { name: "保存" });
  await save.click();
  await expect(terms).toHaveAccessibleDescription(/请填写以 https:\/\/ 开头的网址/);
  await terms.fill("");
  await save.click();
  await expect(toasts(page).getByText("注册设置已保存。")).toBeVisible();
});

test("both pages are in nobody’s way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, admin());
  await expectEachAccessible(page, ["/console/account", "/console/sign-up"]);
});
