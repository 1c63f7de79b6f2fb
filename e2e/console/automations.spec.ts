import {
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, test } from "../test";

test("an operator sets up an automation, starts it, and ends it", async ({ page }, info) => {
  const errors = watchErrors(page);
  const name = `沉睡唤醒 ${info.project.name} ${Date.now() % 100_000}`;
  await signIn(page, operator());
  await page.goto("/console/automations");
  await expect(page.getByRole("link", { name: "生日券" })).toBeVisible();
  await expect(page.getByText("生日前 7 天")).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "新建自动发券" }).click();
  const form = page.getByRole("dialog", { name: "新建自动发券" });
  await form.getByRole("button", { name: "保存" }).click();
  await expect(form.getByLabel("中文名称")).toBeFocused();
  await form.getByLabel("中文名称").fill(name);
  await form.getByLabel("英文名称").fill("Come back");
  await form.getByLabel("触发").selectOption({ label: "久未下单" });
  await form.getByLabel("未下单").fill("700");
  await form.getByLabel("再次发放间隔").fill("90");
  await form.getByLabel("优惠券").selectOption({ label: "无门槛 10 元" });
  await form.getByLabel("总张数上限").fill("2");
  await expectAccessible(page, '[role="dialog"]');
  await form.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("700 天未下单 · 无门槛 10 元")).toBeVisible();
  const figure = (label: string) => page.locator("dl > div").filter({ hasText: label });
  await expect(figure("今天将发给")).toContainText("位会员");
  await expect(figure("已发")).toContainText("0 / 2");
  await expectAccessible(page);

  for (const [act, state] of [
    ["启动", "进行中"],
    ["暂停", "已暂停"],
    ["结束", "已结束"],
  ] as const) {
    await page
      .getByRole("group", { name: "可执行的操作" })
      .getByRole("button", { name: act })
      .click();
    const dialog = page.getByRole("dialog", { name: `${act}「${name}」` });
    await dialog.getByLabel("原因").fill("端到端测试");
    await dialog.getByRole("button", { name: act }).click();
    await expect(toasts(page).getByText(`已${act}。`)).toBeVisible();
    await expect(page.getByRole("main").getByText(state, { exact: true })).toBeVisible();
  }
  errors();
  await page.goto("/console/automations/999999999");
  await expect(page.getByRole("heading", { level: 1, name: "没有这项自动发券" })).toBeAttached();
});
