import { friend } from "../shop";
import {
  expectAccessible,
  isDayOfTheDemo,
  isPhone,
  prefer,
  shopper,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, type Page, test } from "../test";

test("stamps today once, says what it brought, and keeps it", async ({ page }, info) => {
  const errors = watchErrors(page);
  await signIn(page, friend(info, 1));
  await page.goto("/membership");
  const panel = page.getByRole("region", { name: "签到", exact: true });
  await expect(panel).toContainText("今天起连签");
  await panel.getByRole("button", { name: "签到 +5" }).click();
  // Beside the seal: nothing is laid over what was just stamped.
  await expect(panel.getByRole("status")).toHaveText("签到成功，+5 积分。");
  await expect(toasts(page).getByRole("listitem")).toHaveCount(0);
  await expect(panel).toContainText("已连签 1 天");
  await expect(panel.getByRole("button", { name: /签到/ })).toHaveCount(0);
  if (isPhone(info)) await page.getByRole("link", { name: "积分流水" }).click();
  const lines = page.getByRole("region", { name: isPhone(info) ? "明细" : "积分流水" });
  await expect(lines.getByRole("listitem").first()).toContainText(/签到.*\+5/);

  await page.goto("/membership");
  await expect(panel).toContainText("今天已签到");
  await expect(panel.getByRole("button", { name: /签到/ })).toHaveCount(0);
  await panel.getByRole("link", { name: "签到日历" }).click();
  await expect(page).toHaveURL(/\/membership\/check-in$/);
  await expect(page.locator('[aria-current="date"]')).toContainText("已签到");
  const way = page.getByRole("listitem").filter({ hasText: "每日签到" });
  await expect(way).toContainText("已完成");
  await makesUpYesterday(page);
  errors();
});

/** On the first of a month there is nothing to make up. */
async function makesUpYesterday(page: Page): Promise<void> {
  const day = new Intl.DateTimeFormat("en", { timeZone: "Asia/Shanghai", day: "numeric" });
  if (day.format(new Date()) === "1") return;
  const calendar = page.getByRole("region", { name: "签到日历" });
  await calendar
    .getByRole("button", { name: /日漏签，去补签/ })
    .last()
    .click();
  const dialog = page.getByRole("dialog", { name: /^补签/ });
  await expect(dialog).toContainText("补签后连签 2 天");
  await expect(dialog).toContainText("需 20 积分");
  await dialog.getByRole("button", { name: "补签" }).click();
  await expect(calendar.getByRole("status")).toHaveText(/^已补签 /);
  await expect(calendar).toContainText("本月还可补签 1 天");
  await expect(page.getByRole("region", { name: "签到", exact: true })).toContainText(
    "已连签 2 天",
  );
}

test("lifts the seal again when the server refuses, and says why", async ({ page }) => {
  await signIn(page, shopper("bronze"));
  await page.goto("/membership");
  await page.route("**/api/trpc/earning.checkIn?**", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/json",
      body: JSON.stringify([
        {
          error: {
            message: "ALREADY_CHECKED_IN",
            code: -32009,
            data: { code: "ALREADY_CHECKED_IN", detail: "今天已经签到过了。", requestId: "r-1" },
          },
        },
      ]),
    }),
  );
  const panel = page.getByRole("region", { name: "签到", exact: true });
  const button = panel.getByRole("button", { name: /签到 \+/ });
  await button.click();
  await expect(toasts(page).getByText("今天已经签到过了。")).toBeVisible();
  await expect(button).toBeVisible();
});

test("shows the days in a row, and every month's stamps", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/check-in");
  const panel = page.getByRole("region", { name: "签到", exact: true });
  // The demo's streak ends the day before it was made; past midnight it is broken, as it should be.
  const days = isDayOfTheDemo() ? 4 : 0;
  await expect(panel).toContainText(days > 0 ? `已连签 ${days} 天` : "今天起连签");
  const strip = panel.getByRole("list", { name: "本轮签到" }).getByRole("listitem");
  await expect(strip).toHaveCount(7);
  await expect(strip.filter({ hasText: "已签到" })).toHaveCount(days);
  await expect(strip.nth(days)).toContainText("今天未签到");
  await expect(strip.last()).toContainText("可得 25 积分");

  const calendar = page.getByRole("region", { name: "签到日历" });
  const after = calendar.getByRole("button", { name: "下个月" });
  await expect(after).toBeDisabled();
  await calendar.getByRole("button", { name: "上个月" }).click();
  await calendar.getByRole("button", { name: "上个月" }).click();
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/);
  await expect(calendar).toContainText("本月还没有签到。");
  await page.reload();
  await expect(calendar).toContainText("本月还没有签到。");
  await after.click();
  await after.click();
  await expect(page).not.toHaveURL(/month=/);
  await expect(calendar).toContainText(/本月签到 \d+ 天/);
});

test("tells what earns points and gives the invite code away", async ({ page, context }, info) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, shopper("gold"));
  await page.goto("/membership/check-in");
  const ways = page.getByRole("region", { name: "赚积分" });
  await expect(ways.getByRole("listitem").filter({ hasText: "购物" })).toContainText("1.5 积分/元");
  await expect(ways.getByRole("listitem").filter({ hasText: "商品评价" })).toContainText("0 / 5");
  const invite = page.getByRole("region", { name: "邀请好友" });
  await expect(invite).toContainText("8 人");
  await invite.getByRole("button", { name: "复制邀请链接" }).click();
  await expect(toasts(page).getByText("已复制，发给好友吧。")).toBeVisible();
  // Above on phones, in the corner elsewhere; and it stays while somebody points at it.
  const said = toasts(page).getByRole("listitem");
  await said.hover();
  await expectAccessible(page, "ol[aria-live=off]");
  const gap = await said.evaluate((item) => {
    const { top, right, bottom } = item.getBoundingClientRect();
    return { top, right: innerWidth - right, bottom: innerHeight - bottom };
  });
  expect(isPhone(info) ? gap.top : gap.bottom).toBeLessThan(100);
  expect(gap.right).toBeLessThan(40);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/tiers\?invite=[A-Z0-9]{18}$/);

  await context.clearCookies();
  await prefer(page, { locale: "zh-CN" });
  await page.goto(link);
  await expect(page.getByText("好友邀请你加入会员")).toBeVisible();
  await expect(page.getByText("自动带上邀请码")).toContainText(link.slice(-8));
});
