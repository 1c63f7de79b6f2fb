import {
  API,
  demo,
  expectAccessible,
  expectNoSidewaysScroll,
  lookOf,
  operator,
  prefer,
  shopper,
  signIn,
  watchErrors,
} from "../support";
import { expect, type Page, test } from "../test";

/** A code as a shopper’s card shows it now. */
async function codeOf(page: Page, tier: Parameters<typeof shopper>[0]): Promise<string> {
  await signIn(page, shopper(tier));
  const answer = await page.request.get(`${API}/profile/card-codes`);
  const { items } = (await answer.json()) as { items: { code: string }[] };
  return items[0]?.code ?? "";
}

const serial = () => `${Date.now()}-${Math.floor(Math.random() * 1e6)}`;

/** As a scanner does: into whatever has the focus, with Enter at its end. */
async function scan(page: Page, text: string): Promise<void> {
  // Before the page listens nothing is sent.
  await expect(page.getByRole("button", { name: /^(查找会员|Find member)$/ })).toBeEnabled();
  await expect(page.getByRole("textbox").first()).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

test("a scanned card shows whose it is, and what they have; scanned again it is refused", async ({
  page,
}) => {
  const errors = watchErrors(page);
  const code = await codeOf(page, "gold");
  const balance = (await (await page.request.get(`${API}/points/balance`)).json()) as {
    available: number;
  };
  await signIn(page, operator());
  await page.goto("/console/till");
  await expect(page.getByText("等待扫码")).toBeVisible();
  await expect(page.getByRole("textbox", { name: /会员码/ })).toBeFocused();
  await scan(page, code);
  await expect(page.getByText(/金牌会员 · M/)).toBeVisible();
  const shown = page.locator("[data-available]");
  await expect(shown).toHaveAttribute("data-available", String(balance.available));
  await expect(page.getByRole("heading", { name: "可用权益" })).toBeVisible();
  errors();

  await page.getByRole("button", { name: "下一位" }).click();
  await expect(page.getByRole("textbox", { name: /会员码/ })).toBeFocused();
  await scan(page, code);
  await expect(page.getByRole("alert").filter({ hasText: "刚刚用过" })).toBeVisible();
});

test("points are given and taken for an order, once each", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/till");
  await scan(page, shopper("bronze").externalId ?? "");
  const shown = page.locator("[data-available]");
  await expect(shown).toBeVisible();
  const before = Number(await shown.getAttribute("data-available"));
  const points = page.getByRole("region", { name: "发放或扣减积分" });
  const order = serial();

  await points.getByRole("textbox", { name: "积分" }).fill("30");
  await points.getByRole("button", { name: "发放积分" }).click();
  await expect(points.getByText("请输入订单号")).toBeVisible();
  await points.getByRole("textbox", { name: "订单号" }).fill(order);
  await points.getByRole("button", { name: "发放积分" }).click();
  await expect(points.getByRole("status")).toContainText("已完成：+30");
  await expect(shown).toHaveAttribute("data-available", String(before + 30));

  // The same order once more is the same act.
  await points.getByRole("textbox", { name: "积分" }).fill("30");
  await points.getByRole("textbox", { name: "订单号" }).fill(order);
  await points.getByRole("button", { name: "发放积分" }).click();
  await expect(points.getByRole("status")).toContainText("已完成：+30");
  await expect(shown).toHaveAttribute("data-available", String(before + 30));

  await points.getByText("扣减", { exact: true }).click();
  await points.getByRole("textbox", { name: "积分" }).fill("30");
  await points.getByRole("textbox", { name: "订单号" }).fill(order);
  await points.getByRole("button", { name: "扣减积分" }).click();
  await expect(points.getByRole("status")).toContainText(/已完成：[-−]30/);
  await expect(shown).toHaveAttribute("data-available", String(before));
});

test("an amount is quoted, and somebody whom nobody knows is told as such", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/till");
  await scan(page, shopper("gold").externalId ?? "");
  const quote = page.getByRole("region", { name: "试算订单" });
  await quote.getByRole("textbox", { name: "订单金额" }).fill("399");
  await expect(quote.getByText("¥339.15")).toBeVisible();
  await page.getByRole("button", { name: "下一位" }).click();
  for (const nobody of ["19900000001", "nobody-at-all"]) {
    await scan(page, nobody);
    await expect(page.getByText("没有找到这位会员")).toBeVisible();
    await page.getByRole("button", { name: "下一位" }).click();
  }
  await scan(page, "nobody-again");
  await expect(page.getByText("没有找到这位会员")).toBeVisible();
  // Scanned at once after a failure, a code takes the place of what failed.
  await scan(page, "11110000222233334444");
  await expect(page.getByRole("alert").filter({ hasText: "不是有效的会员码" })).toBeVisible();
});

test("is in nobody's way, empty and with a member, on a phone, a tablet and a desk", async ({
  page,
}, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, operator());
  await page.goto("/console/till");
  await expectAccessible(page);
  await page.getByRole("textbox").first().focus();
  await scan(page, shopper("diamond").externalId ?? "");
  await expect(page.locator("[data-available]")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 1024, height: 768 });
  await expectNoSidewaysScroll(page);
  for (const button of await page.locator("main button").all()) {
    expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
  }
});

test("whose session ended is asked to sign in again, and what was scanned is not lost", async ({
  page,
}) => {
  await signIn(page, operator());
  await page.goto("/console/till");
  await page.context().clearCookies();
  await scan(page, shopper("gold").externalId ?? "");
  const ended = page.getByRole("dialog", { name: "登录已失效" });
  await expect(ended).toBeVisible();
  await ended.getByRole("button", { name: "关闭" }).last().click();
  await expect(page.getByRole("textbox", { name: /会员码/ })).toHaveValue("demo-gold");
});

test("the API takes the code of a card, the code on it and a phone", { tag: "@once" }, async ({
  page,
}) => {
  const code = await codeOf(page, "silver");
  const headers = { authorization: `Bearer ${demo().serviceKey}` };
  const identified = await page.request.post(`${API}/members/identify`, {
    headers,
    data: { code },
  });
  expect(identified.status()).toBe(200);
  const { member } = (await identified.json()) as { member: { memberCode: string } };
  const { memberCode } = member;
  const profile = await page.request.get(`${API}/profile`, { headers, params: { memberCode } });
  expect(await profile.json()).toMatchObject({ externalId: "demo-silver" });
});
