import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, prefer, shopper, signIn } from "../support";

const pages = [
  { path: "/membership", signedIn: true },
  { path: "/membership/profile", signedIn: true },
  { path: "/tiers", signedIn: true },
  { path: "/tiers", signedIn: false },
  { path: "/sign-in", signedIn: false },
];
const looks = [
  { locale: "zh-CN", theme: "light" },
  { locale: "en", theme: "dark" },
] as const;

for (const { path, signedIn } of pages) {
  for (const look of looks) {
    const who = signedIn ? "a member" : "a guest";
    test(`${path} is in nobody's way for ${who}, ${look.theme}, ${look.locale}`, async ({
      page,
    }) => {
      await prefer(page, look);
      if (signedIn) await signIn(page, shopper("gold"));
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectNoSidewaysScroll(page);
    });
  }
}

test("the settings panel and the code dialog are in nobody's way either", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  await page.getByRole("button", { name: /显示与账号/ }).click();
  await expect(page.getByRole("button", { name: "退出登录" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "退出登录" })).toBeHidden();
  await page.getByRole("button", { name: "出示会员码" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});

test("the keyboard skips to the content and can see where it is", async ({ page }) => {
  await page.goto("/tiers");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "跳到正文" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
  await page.keyboard.press("Tab");
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
  );
  expect(outline).toBe("solid");
});
