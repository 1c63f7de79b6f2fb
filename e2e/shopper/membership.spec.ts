import { readFileSync } from "node:fs";
import { API, isPhone, prefer, shopper, signIn, toasts, watchErrors } from "../support";
import { expect, test } from "../test";

interface Profile {
  memberCode: string;
  tier: { name: string };
  nextTier: { name: string } | null;
}

interface Balance {
  available: number;
  worthMinor: number;
}

const grouped = (value: number) => value.toLocaleString("en");

test("shows the card, the way to the next tier and the points the API tells", async ({ page }) => {
  const errors = watchErrors(page);
  await signIn(page, shopper("silver"));
  const profile: Profile = await (await page.request.get(`${API}/profile`)).json();
  const balance: Balance = await (await page.request.get(`${API}/points/balance`)).json();

  await page.goto("/membership");
  const card = page.getByRole("region", { name: /^会员卡/ });
  await expect(card).toHaveAccessibleName(
    new RegExp(`${profile.tier.name}.*${profile.memberCode}`),
  );
  await expect(card.getByText(profile.tier.name)).toBeVisible();
  await expect(
    page.getByRole("progressbar", { name: `升级${profile.nextTier?.name}的进度` }),
  ).toHaveAttribute("aria-valuetext", /累计消费 ¥[\d,.]+，目标 ¥[\d,.]+/);

  const points = page.getByRole("region", { name: "积分", exact: true });
  await expect(points.getByText(grouped(balance.available), { exact: true }).first()).toBeVisible();
  await expect(points).toContainText(`≈ ¥${(balance.worthMinor / 100).toFixed(2)}`);
  await points.locator("summary").click();
  await expect(points.getByRole("columnheader", { name: "有效期至" })).toBeVisible();
  errors();
});

test("begins with what is worth doing today, and is short on a phone", async ({ page }, info) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  const today = page.getByRole("list", { name: "今日提醒" });
  await expect(today.getByRole("link", { name: /再下 1 单，得 500 积分/ })).toHaveAttribute(
    "href",
    /^\/membership\/activities\/\d+$/,
  );
  // What an order must be worth to count is said beside it.
  await expect(today.getByRole("link", { name: /再下 1 单/ })).toContainText("每单满 ¥99");
  await expect(today.getByRole("link", { name: /「线装手札」已发货/ })).toHaveAttribute(
    "href",
    "/membership/mall/redemptions",
  );
  if (!isPhone(info)) return;
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  expect(await height()).toBeLessThanOrEqual(2_000);
  await prefer(page, { locale: "en" });
  await page.goto("/membership");
  await expect(page.getByRole("list", { name: "For today" })).toBeVisible();
  expect(await height()).toBeLessThanOrEqual(2_000);
});

test("says what the year saved, and explains it line by line", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  const strip = page.getByRole("link", { name: /今年已省 ¥/ });
  const total = (await strip.textContent())?.replace("今年已省", "") ?? "";
  await strip.click();
  await expect(page.getByRole("heading", { name: "省了多少" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`今年已省${total}`);
  const minorOf = (texts: string[]) =>
    texts.reduce((sum, text) => sum + Math.round(Number(text.replace(/[^\d.]/g, "")) * 100), 0);
  const parts = await page.getByRole("definition").allTextContents();
  expect(minorOf(parts)).toBe(minorOf([total]));
  const lines = page.getByRole("region", { name: "逐笔明细" }).getByRole("listitem");
  await expect(lines.first()).toContainText(/订单 .+¥/);
  await expect(page.getByRole("main")).toContainText(/钻石会员能多省约 ¥\d/);
});

test("tells the one on the highest tier that there is nothing above", async ({ page }) => {
  await signIn(page, shopper("diamond"));
  await page.goto("/membership");
  await expect(page.getByText("已是最高等级")).toBeVisible();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
});

test("shows the member code large enough for a scanner, and gives the focus back", async ({
  page,
}) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  const opener = page.getByRole("button", { name: "出示会员码" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "会员码" });
  const code = dialog.getByRole("img", { name: /会员码 M\d{12} 的二维码/ });
  await expect(code).toBeVisible();
  await expect.poll(async () => (await code.boundingBox())?.width ?? 0).toBeGreaterThan(200);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("explains every line: how the number was made and what was left", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/history");
  const history = page.getByRole("region", { name: "明细" });
  const earned = history.getByRole("listitem").filter({ hasText: "demo-gold-11" });
  await expect(earned).toContainText("购物获得");
  await expect(earned).toContainText(/\d+ 元 × 1\.5 金牌会员 × 2 双倍积分周 = [\d,]+/);
  await expect(earned).toContainText(/余 [\d,]+/);
});

test("adds up each month, says why a tier is one's own, and gives the history as a file @once", async ({
  page,
}) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  await page.getByText("为什么是金牌会员？").click();
  await expect(page.getByText(/累计消费达到 ¥[\d,.]+，升级为金牌会员。/)).toBeVisible();
  await page.goto("/membership/history");
  const month = page.getByRole("region", { name: /^\d{4}年\d{1,2}月$/ }).first();
  await expect(month).toContainText(/获得 \+[\d,]+/);
  const link = page.getByRole("link", { name: "下载 CSV" });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^积分流水 \d{4}-\d{2}-\d{2}\.csv$/);
  const file = await page.request.get("/membership/history/file?type=REDEEM");
  const [head, first = ""] = (await file.text()).replace("\ufeff", "").split("\r\n");
  expect(head).toBe("时间,类型,积分变动,可用余额,计算方式,订单号,说明");
  expect(first).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2},[^,]+,-\d+,\d+,/);
});

test("keeps the filter in the address and says when nothing matches", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/history", { waitUntil: "networkidle" });
  const history = page.getByRole("region", { name: "明细" });
  await history.getByRole("button", { name: "使用" }).click();
  await expect(page).toHaveURL(/type=REDEEM/);
  await expect(history.getByRole("listitem").filter({ hasText: "订单抵扣" }).first()).toBeVisible();
  await expect(history.getByText("购物获得")).toHaveCount(0);

  await page.reload();
  await expect(history.getByRole("button", { name: "使用" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(history.getByText("购物获得")).toHaveCount(0);

  await history.getByRole("button", { name: "日期范围" }).click();
  await history.getByLabel("到", { exact: true }).fill("2001-01-01");
  await expect(history.getByText("没有符合条件的流水")).toBeVisible();
  await history.getByRole("button", { name: "清除筛选" }).last().click();
  await expect(page).not.toHaveURL(/type=|to=/);
  await expect(history.getByText("购物获得").first()).toBeVisible();
});

test("goes on loading the history until its end", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/history");
  const history = page.getByRole("region", { name: "明细" });
  const rows = history.locator("ul > li");
  await expect(rows.first()).toBeVisible();
  await expect(async () => {
    await rows.last().scrollIntoViewIfNeeded();
    await expect(history.getByText("已经到底了")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(await rows.count()).toBeGreaterThan(20);
});

test("says when the history can't be loaded, and tries again", async ({ page }) => {
  await signIn(page, shopper("gold"));
  await page.goto("/membership/history");
  const history = page.getByRole("region", { name: "明细" });
  await page.route("**/api/trpc/points.transactions**", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/json",
      body: JSON.stringify([
        {
          error: {
            message: "SERVICE_UNAVAILABLE",
            code: -32603,
            data: { code: "SERVICE_UNAVAILABLE", detail: "服务暂时不可用。", requestId: "r-1" },
          },
        },
      ]),
    }),
  );
  await history.getByRole("button", { name: "调整" }).click();
  const alert = history.getByRole("alert");
  await expect(alert).toContainText("服务暂时不可用。");
  await expect(alert).toContainText("r-1");

  await page.unroute("**/api/trpc/points.transactions**");
  await alert.getByRole("button", { name: "再试一次" }).click();
  await expect(alert).toBeHidden();
});

test("leads to everything of a member’s from one page, with how it stands", async ({ page }) => {
  const errors = watchErrors(page);
  await signIn(page, shopper("gold"));
  const balance: Balance = await (await page.request.get(`${API}/points/balance`)).json();
  await page.goto("/membership");
  const nav = page.getByRole("navigation", { name: "主导航" }).filter({ visible: true });
  await nav.getByRole("link", { name: "我的" }).click();
  await expect(page).toHaveURL(/\/membership\/me$/);
  const hub = page.getByRole("main");
  for (const fact of [
    /我的兑换.*运送中/,
    /优惠券.*张可用/,
    new RegExp(`积分流水.*可用 ${grouped(balance.available)} 积分`),
    /会员等级.*再消费 ¥[\d,.]+ 升级/,
    /邀请好友.*已邀请 8 人/,
  ]) {
    await expect(hub.getByRole("link", { name: fact })).toBeVisible();
  }
  await hub.getByRole("button", { name: "语言与外观" }).click();
  await expect(page.getByRole("radio", { name: "深色" })).toBeVisible();
  await page.keyboard.press("Escape");
  await hub.getByRole("link", { name: /优惠券/ }).click();
  await expect(page).toHaveURL(/\/membership\/coupons$/);
  await expect(nav.getByRole("link", { name: "我的" })).toHaveAttribute("aria-current", "page");
  errors();
});

test("offers the invitation as a link and as a picture", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.addInitScript(() => {
    const share = async (shared: ShareData) => Object.assign(window, { shared });
    Object.defineProperty(navigator, "share", { value: share });
  });
  await signIn(page, shopper("gold"));
  await page.goto("/membership/invite");
  const { link } = await (await page.request.get(`${API}/invitations`)).json();
  await page.getByRole("button", { name: "分享给好友" }).click();
  await expect.poll(() => page.evaluate(() => Object(window).shared)).toMatchObject({ url: link });
  await page.getByRole("button", { name: "复制邀请链接" }).click();
  await expect(toasts(page).getByText("已复制，发给好友吧。")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "保存海报" }).click();
  const picture = readFileSync(await (await saved).path());
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.readUInt32BE(16)).toBe(1080);
  const friends = page.getByRole("region", { name: "邀请记录" }).getByRole("listitem");
  await expect(friends).toHaveCount(8);
  await expect(friends.last()).toContainText(/顾\*\*.*已奖励.*\+100 积分/);
});

test("saves the profile, says so, and shows the new name on the card", async ({ page }, info) => {
  const person = shopper(isPhone(info) ? "bronze" : "registered");
  const nickname = `小满 ${Date.now() % 100_000}`;
  await signIn(page, person);
  await page.goto("/membership/profile");
  const save = page.getByRole("button", { name: "保存" });
  await expect(save).toBeDisabled();
  await page.getByLabel("昵称").fill("字".repeat(33));
  await expect(page.getByText("昵称最多 32 个字。")).toBeVisible();

  await page.getByLabel("昵称").fill(nickname);
  const offers = page.getByRole("checkbox", { name: /活动与优惠/ });
  const before = await offers.isChecked();
  await offers.click();
  await save.click();
  await expect(toasts(page).getByText("已保存。")).toBeVisible();
  await expect(save).toBeDisabled();

  await page.reload();
  await expect(page.getByLabel("昵称")).toHaveValue(nickname);
  expect(await offers.isChecked()).toBe(!before);
  await page.getByRole("link", { name: "会员", exact: true }).click();
  await expect(page.getByRole("region", { name: /^会员卡/ })).toContainText(nickname);
});
