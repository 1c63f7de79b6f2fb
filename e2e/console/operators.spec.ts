import {
  admin,
  expectAccessible,
  expectNoSidewaysScroll,
  secondAdmin,
  signIn,
  toasts,
} from "../support";
import { expect, test } from "../test";

test("an admin makes an operator, two promote them; disabling signs them out", async ({
  page,
  browser,
}, info) => {
  const stamp = `${info.project.name}-${Date.now()}`;
  const person = { name: `周航 ${stamp}`, email: `zhou-${stamp}@demo.test` };
  const password = "a first password that is long";
  await signIn(page, admin());
  await page.goto("/console/operators");
  await page.getByRole("button", { name: "新建账号" }).click();
  const form = page.getByRole("dialog", { name: "新建账号" });
  await form.getByRole("button", { name: "创建账号" }).click();
  await expect(form.getByLabel("姓名")).toBeFocused();
  await expectAccessible(page, '[role="dialog"]');
  await form.getByLabel("姓名").fill(person.name);
  await form.getByLabel("邮箱").fill(person.email);
  await form.getByLabel("初始密码").fill(password);
  await form.getByRole("button", { name: "创建账号" }).click();
  await expect(toasts(page).getByText(`${person.name} 的账号已创建。`)).toBeVisible();
  // The first password is seen once more, and goes by its own button alone.
  const first = page.getByRole("dialog", { name: "交付初始密码" });
  await expect(first).toContainText(password);
  await page.keyboard.press("Escape");
  await expect(first).toBeVisible();
  await first.getByRole("button", { name: "我已保存" }).click();
  await expect(first).toBeHidden();

  const desk = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(desk, { role: "operator", ...person, password, memberId: null, externalId: null });
  await desk.goto("/console/members");
  await expect(desk.getByRole("heading", { level: 1, name: "会员" })).toBeVisible();

  const row = page.getByRole("row").filter({ hasText: person.email });
  const confirm = async (words: string) => {
    await row.getByRole("button", { name: words }).click();
    await page.getByRole("dialog").getByRole("button", { name: "确认" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
  };
  await confirm(`设为管理员：${person.name}`);
  await expect(
    toasts(page).getByText(`${person.name} 的变更已提交，须另一位管理员批准。`),
  ).toBeVisible();
  await page.goto("/console/approvals");
  const own = page.getByRole("listitem").filter({ hasText: person.name });
  await expect(own.first()).toContainText("须另一位管理员批准");
  const second = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(second, secondAdmin());
  await second.goto("/console/approvals");
  const request = second.getByRole("listitem").filter({ hasText: person.name }).first();
  await expect(request).toContainText("员工账号");
  await expect(request).toContainText("运营 → 管理员");
  await expectAccessible(second);
  await request.getByRole("button", { name: "批准" }).click();
  const decision = second.getByRole("dialog", { name: "批准" });
  await decision.getByLabel("原因").fill("认识他");
  await decision.getByRole("button", { name: "确认批准" }).click();
  await expect(toasts(second).getByText("已批准。", { exact: true })).toBeVisible();
  await second.context().close();
  await page.goto("/console/operators");
  await expect(row).toContainText("管理员");
  await desk.goto("/console/keys");
  await expect(desk.getByRole("button", { name: "新建密钥" })).toBeVisible();

  await confirm(`停用 ${person.name}`);
  await expect(row).toContainText("已停用");
  await desk.goto("/console/members");
  await expect(desk).toHaveURL(/\/sign-in\?next=/);
  await desk.context().close();

  await confirm(`改为运营：${person.name}`);
  await expect(row).toContainText("运营");
  await expectNoSidewaysScroll(page);
});

test("nobody can disable themselves, and an address has one account", async ({ page }) => {
  await signIn(page, admin());
  await page.goto("/console/operators");
  const own = page.getByRole("row").filter({ hasText: "你自己" });
  await expect(own).toContainText(admin().email);
  await expect(own.getByRole("button", { name: /^停用/ })).toHaveCount(0);
  await page.getByRole("button", { name: "新建账号" }).click();
  const form = page.getByRole("dialog", { name: "新建账号" });
  await form.getByLabel("姓名").fill("重复");
  await form.getByLabel("邮箱").fill(admin().email.toUpperCase());
  await form.getByLabel("初始密码").fill("a first password that is long");
  await form.getByRole("button", { name: "创建账号" }).click();
  await expect(form.getByText("这个邮箱已有账号。")).toBeVisible();
  await expect(form.getByLabel("邮箱")).toHaveAccessibleDescription("这个邮箱已有账号。");
});
