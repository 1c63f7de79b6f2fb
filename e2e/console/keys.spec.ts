import {
  API,
  admin,
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  signIn,
  toasts,
} from "../support";
import { expect, test } from "../test";

test("an admin makes a key, sees its secret once, uses it and revokes it", async ({
  page,
  playwright,
}, info) => {
  const name = `订单服务 ${info.project.name} ${Date.now()}`;
  await signIn(page, admin());
  await page.goto("/console/keys");
  await page.getByRole("button", { name: "新建密钥" }).click();
  const form = page.getByRole("dialog", { name: "新建密钥" });
  await form.getByRole("button", { name: "创建密钥" }).click();
  await expect(form.getByLabel("名称")).toBeFocused();
  await expect(form.getByText("请至少选择一项权限。")).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await form.getByLabel("名称").fill(name);
  await form.getByRole("checkbox", { name: /查看会员/ }).check();
  await form.getByLabel(/每分钟最多请求数/).fill("60");
  await form.getByRole("button", { name: "创建密钥" }).click();

  const shown = page.getByRole("dialog", { name: "密钥已创建" });
  const secret = await shown.getByLabel("密钥", { exact: true }).inputValue();
  expect(secret).toMatch(/^msk_/);
  await expectAccessible(page, '[role="dialog"]');
  await shown.getByRole("button", { name: "我已保存" }).click();
  await expect(shown).toBeHidden();
  await expect(page.getByText(secret)).toHaveCount(0);

  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("每分钟 60 次");
  await expect(row).toContainText("可用");
  const service = await playwright.request.newContext({
    baseURL: new URL(page.url()).origin,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  expect((await service.get(`${API}/members/1`)).status()).not.toBe(401);

  await row.getByRole("button", { name: `停用密钥 ${name}` }).click();
  const revoking = page.getByRole("dialog", { name: `停用密钥 ${name}` });
  await revoking.getByRole("button", { name: "确认停用" }).click();
  await expect(toasts(page).getByText(`密钥 ${name} 已停用。`)).toBeVisible();
  await expect(row).toContainText("已停用");
  expect((await service.get(`${API}/members/1`)).status()).toBe(401);
  await service.dispose();
  await expectNoSidewaysScroll(page);
});

test("an operator is told that keys are for admins, and finds no way there", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/keys");
  await expect(page.getByText("仅管理员可用", { exact: false })).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "接口密钥" })).toHaveCount(0);
});
