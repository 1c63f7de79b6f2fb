import {
  admin,
  expectAccessible,
  operator,
  secondAdmin,
  shopper,
  signIn,
  toasts,
} from "../support";
import { expect, test } from "../test";

test("a large correction waits until an admin has decided", async ({ page, browser }, info) => {
  const reason = `大额补偿 ${info.project.name} ${Date.now()}`;
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("diamond").memberId}`);
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByLabel("积分").fill("10001");
  await expect(dialog.getByText(/须另一位管理员批准/)).toBeVisible();
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(toasts(page).getByText(/\+10,001 积分的调整已提交，须另一位/)).toBeVisible();

  await page.goto("/console/approvals");
  const waiting = page.getByRole("listitem").filter({ hasText: reason });
  await expect(waiting).toContainText("+10,001 积分");
  await expect(waiting).toContainText("最多价值 ¥100.01");
  await expect(waiting).toContainText(/会员现有可用积分 [\d,]+，批准后 [\d,]+/);
  await expect(page.getByText("由管理员审批", { exact: false })).toBeVisible();
  await expect(waiting.getByRole("button", { name: "批准" })).toHaveCount(0);
  await waiting.getByRole("button", { name: "留言" }).click();
  const comment = page.getByRole("dialog", { name: "留言" });
  await comment.getByLabel("内容").fill("附快递单号");
  await comment.getByRole("button", { name: "发表" }).click();
  await expect(waiting).toContainText("附快递单号");

  const desk = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(desk, admin());
  await desk.goto("/console/approvals");
  await desk.getByRole("button", { name: "待我审批" }).click();
  await expect(desk).toHaveURL(/for=me/);
  await expectAccessible(desk);
  const request = desk.getByRole("listitem").filter({ hasText: reason });
  await request.getByRole("button", { name: "拒绝" }).click();
  const decision = desk.getByRole("dialog", { name: "拒绝" });
  await decision.getByRole("button", { name: "确认拒绝" }).click();
  await expect(decision.getByLabel("原因")).toBeFocused();
  await expectAccessible(desk);
  await decision.getByLabel("原因").fill("金额不对");
  await decision.getByRole("button", { name: "确认拒绝" }).click();
  await expect(toasts(desk).getByText("已拒绝，未做任何改动。")).toBeVisible();
  await expect(request).toHaveCount(0);
  await desk.getByRole("button", { name: "已拒绝" }).click();
  await expect(request).toContainText("金额不对");
  await desk.context().close();
});

test("nobody approves what they asked for themselves", async ({ page }, info) => {
  const reason = `自己提交 ${info.project.name} ${Date.now()}`;
  await signIn(page, admin());
  await page.goto(`/console/members/${shopper("diamond").memberId}`);
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByLabel("积分").fill("20000");
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(toasts(page).getByText(/\+20,000 积分的调整已提交/)).toBeVisible();
  await page.goto("/console/approvals");
  const own = page.getByRole("listitem").filter({ hasText: reason });
  await expect(own).toContainText("须另一位管理员批准");
  await expect(own.getByRole("button", { name: "批准" })).toHaveCount(0);
  await own.getByRole("button", { name: "撤回" }).click();
  const withdrawal = page.getByRole("dialog", { name: "撤回申请" });
  await withdrawal.getByLabel("原因").fill("填错了");
  await withdrawal.getByRole("button", { name: "确认撤回" }).click();
  await expect(own).toHaveCount(0);
});

test("what needs a second person is set by two", async ({ page, browser }, info) => {
  const reason = `有效天数 ${info.project.name} ${Date.now()}`;
  // Each its own, so that two who run at once do not meet.
  const act = info.project.name === "desktop" ? "批量调整" : "发放优惠券";
  await signIn(page, admin());
  await page.goto("/console/approvals");
  await page.getByRole("button", { name: `修改 ${act}` }).click();
  const dialog = page.getByRole("dialog", { name: act });
  await dialog.getByLabel("单次价值超过").fill("50");
  await dialog.getByLabel("有效天数").fill("29");
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "提交审批" }).click();
  await expect(dialog.getByLabel("单人单日合计超过")).toBeFocused();
  await expectAccessible(page);
  await dialog.getByLabel("单次价值超过").fill("");
  await dialog.getByRole("button", { name: "提交审批" }).click();
  await expect(toasts(page).getByText("已提交，须另一位管理员批准。")).toBeVisible();
  const own = page.getByRole("listitem").filter({ hasText: reason });
  await expect(own.getByRole("button", { name: "批准" })).toHaveCount(0);

  const desk = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(desk, secondAdmin());
  await desk.goto("/console/approvals");
  await desk
    .getByRole("listitem")
    .filter({ hasText: reason })
    .getByRole("button", { name: "批准" })
    .click();
  const decision = desk.getByRole("dialog", { name: "批准" });
  await expect(decision).toContainText("30 → 29");
  await decision.getByLabel("原因").fill("可以");
  await decision.getByRole("button", { name: "确认批准" }).click();
  await expect(toasts(desk).getByText("已批准。")).toBeVisible();
  await expect(desk.getByText("管理员审批，29 天未处理即过期").first()).toBeVisible();
  await desk.context().close();
});
