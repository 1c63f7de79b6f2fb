import {
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  prefer,
  shopper,
  signIn,
} from "../support";
import { expect, test } from "../test";

test("derives a balance line by line, and as it was at a past moment", async ({ page }) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("gold").memberId}`);
  await page
    .getByRole("navigation", { name: "会员资料" })
    .getByRole("link", { name: "余额说明" })
    .click();
  const panel = page.getByRole("region", { name: "余额说明" });
  const lines = panel.getByRole("list", { name: "逐笔流水" });
  await expect(lines.getByRole("listitem").first()).toContainText("规则版本");
  await expect(panel.getByRole("list", { name: "按类型汇总" })).toContainText("购物获得");
  await lines.getByText("涉及 1 个积分明细批").first().click();
  await expect(lines.getByRole("columnheader", { name: "有效期至" }).first()).toBeVisible();

  await panel.getByLabel("时间点").fill("2000-01-02T03:04");
  await expect(page).toHaveURL(/asOf=2000-01-02T03%3A04/);
  await expect(panel.getByText("没有相关流水")).toBeVisible();
  await page.reload();
  await expect(panel.getByText("可用 · 截至 2000年1月2日 03:04")).toBeVisible();
  // What is typed before the reloaded page is awake is not heard, nor is the same again.
  await expect(async () => {
    await panel.getByLabel("时间点").fill("2000-01-02T03:05");
    await panel.getByLabel("时间点").fill("2999-01-01T00:00");
    await expect(panel.getByText("该时间还没到，请选择过去的时间。")).toBeVisible({
      timeout: 2000,
    });
  }).toPass();
  await panel.getByRole("button", { name: "回到现在" }).click();
  await expect(lines.getByRole("listitem").first()).toBeVisible();

  await panel.getByRole("button", { name: /^等级/ }).click();
  await expect(page).toHaveURL(/account=tier/);
  await expect(lines.getByRole("listitem").first()).toContainText("当时累计消费 ¥");
});

test("tells members themselves why they have what they have", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  const opener = page.getByRole("button", { name: "为什么是这个数？" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "积分是怎么来的" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "购物获得" }).first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
});

test("is in nobody's way in the dark and in English", async ({ page }) => {
  await prefer(page, { locale: "en", theme: "dark" });
  await signIn(page, operator());
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`/console/members/${shopper("gold").memberId}?tab=explain`);
  await expect(page.getByRole("list", { name: "Entries" })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
