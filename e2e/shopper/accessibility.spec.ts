import { expect, test } from "@playwright/test";
import {
  expectAccessible,
  expectNoSidewaysScroll,
  lookOf,
  prefer,
  shopper,
  signIn,
} from "../support";

const pages = [
  { path: "/membership", signedIn: true },
  { path: "/membership/check-in", signedIn: true },
  { path: "/membership/benefits", signedIn: true },
  { path: "/membership/activities", signedIn: true },
  { path: "/membership/activities?status=ENDED", signedIn: true },
  { path: "/membership/mall", signedIn: true },
  { path: "/membership/mall/redemptions", signedIn: true },
  { path: "/membership/inbox", signedIn: true },
  { path: "/membership/history", signedIn: true },
  { path: "/membership/profile", signedIn: true },
  { path: "/tiers", signedIn: true },
  { path: "/tiers", signedIn: false },
  { path: "/sign-in", signedIn: false },
];
for (const { path, signedIn } of pages) {
  test(`${path} is in nobody's way for ${signedIn ? "a member" : "a guest"}`, async ({
    page,
  }, info) => {
    await prefer(page, lookOf(info));
    if (signedIn) await signIn(page, shopper("gold"));
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

for (const path of ["/membership", "/membership/check-in", "/membership/mall"]) {
  test(`${path} is in nobody's way in the other look either`, async ({ page }, info) => {
    const { theme } = lookOf(info);
    await prefer(page, { theme: theme === "light" ? "dark" : "light" });
    await signIn(page, shopper("gold"));
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
}

test("the settings panel and the code dialog are in nobody's way either", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  await page.getByRole("button", { name: /显示与账号/ }).click();
  await expect(page.getByRole("button", { name: "退出登录" })).toBeVisible();
  await expectAccessible(page, "#settings");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "退出登录" })).toBeHidden();
  await page.getByRole("button", { name: "出示会员码" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
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
