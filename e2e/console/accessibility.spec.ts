import { expect, test } from "@playwright/test";
import {
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  prefer,
  shopper,
  signIn,
} from "../support";

const looks = [
  { locale: "zh-CN", theme: "light" },
  { locale: "en", theme: "dark" },
] as const;

function pages(): string[] {
  const member = `/console/members/${shopper("gold").memberId}`;
  const tabs = ["lots", "tiers", "orders", "audit"].map((tab) => `${member}?tab=${tab}`);
  return ["/console/members", "/console/tiers", member, ...tabs];
}

for (const look of looks) {
  test(`every page is in nobody's way, ${look.theme}, ${look.locale}`, async ({ page }) => {
    await prefer(page, look);
    await signIn(page, operator());
    for (const path of pages()) {
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        const { width = 390, height = 844 } = page.viewportSize() ?? {};
        await page.setViewportSize({ width: 320, height: 640 });
        await expectNoSidewaysScroll(page);
        await page.setViewportSize({ width, height });
      });
    }
  });
}

test("the dialogs are in nobody's way", async ({ page }) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("gold").memberId}`);
  for (const name of ["调整积分", "设置等级", "冻结"]) {
    await page.getByRole("group", { name: "操作" }).getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});
