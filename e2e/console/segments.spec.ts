import {
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, test } from "../test";

test("an operator builds a segment of chips, and sees whom it is of", async ({ page }, info) => {
  const errors = watchErrors(page);
  const name = `金牌 ${info.project.name} ${Date.now() % 100_000}`;
  await signIn(page, operator());
  await page.goto("/console/segments");
  await page.getByRole("button", { name: "新建人群" }).click();
  const form = page.getByRole("dialog", { name: "新建人群" });
  await form.getByLabel("中文名称").fill(name);
  await form.getByLabel("英文名称").fill("Gold");
  await form.getByRole("button", { name: "保存" }).click();
  await expect(form.getByText("请至少添加一个条件")).toBeVisible();

  await form.getByRole("button", { name: "金牌会员", exact: true }).click();
  await form.getByRole("button", { name: "添加条件" }).click();
  await expect(form.getByText("等级 金牌会员")).toBeVisible();
  await expect(form.getByText(/^符合条件的会员\s*\d[\d,]* 位$/)).toBeVisible();
  await form.getByLabel("条件项").selectOption({ label: "累计消费" });
  await form.getByLabel("不少于").fill("1,0x");
  await form.getByRole("button", { name: "添加条件" }).click();
  await expect(form.getByText("请检查填写的数值")).toBeVisible();
  await form.getByLabel("不少于").fill("100");
  await form.getByRole("button", { name: "添加条件" }).click();
  await expect(form.getByText("累计消费 ≥ ¥100")).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await form.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("人群已创建，正在计入会员")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("等级 金牌会员 且 累计消费 ≥ ¥100");
  await expect(row).toContainText("已更新");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  errors();
});
