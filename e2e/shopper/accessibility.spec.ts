import {
  expectAccessible,
  expectEachAccessible,
  lookOf,
  prefer,
  shopper,
  signIn,
  walksOf,
} from "../support";
import { expect, test } from "../test";

// Several pages a test.
test.describe.configure({ timeout: 180_000 });

const own = [
  "",
  "/check-in",
  "/benefits",
  "/savings",
  "/coupons",
  "/activities",
  "/activities?status=ENDED",
  "/mall",
  "/mall/redemptions",
  "/addresses",
  "/inbox",
  "/history",
  "/me",
  "/invite",
  "/profile",
].map((path) => `/membership${path}`);

for (const walk of walksOf([...own, "/tiers"])) {
  test(`${walk.at(0)} and ${walk.length - 1} more are in no member's way`, async ({
    page,
  }, info) => {
    await prefer(page, lookOf(info));
    await signIn(page, shopper("gold"));
    await expectEachAccessible(page, walk);
  });
}

test("the pages for guests are in nobody's way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await expectEachAccessible(page, ["/tiers", "/sign-in", "/offline", "/api-docs"]);
});

test("the first pages are in nobody's way in the other look either", async ({ page }, info) => {
  const { theme } = lookOf(info);
  await prefer(page, { theme: theme === "light" ? "dark" : "light" });
  await signIn(page, shopper("gold"));
  await expectEachAccessible(page, ["/membership", "/membership/check-in", "/membership/mall"]);
});

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
