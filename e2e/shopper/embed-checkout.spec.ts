import { otherShop, tokenOf } from "../other-shop";
import { asService, sendEvent, sendOrder } from "../shop";
import { API, demo, expectAccessible, expectNothingSticksOut } from "../support";
import { type APIRequestContext, expect, type Page, test } from "../test";

/** What a page of the shop hears of the element. */
interface Told {
  name: string;
  detail: Record<string, string | number>;
}

const fresh = (name: string) => `${name}-${Date.now()}-${Math.round(Math.random() * 1e9)}`;

/** A customer whose first order brought a point for each yuan; from ¥500 they pay 95 %. */
async function customer(request: APIRequestContext, yuan: number) {
  const externalId = fresh("checkout");
  const firstOrderId = await sendOrder(request, externalId, yuan);
  return { externalId, token: tokenOf(externalId), orderId: fresh("order"), firstOrderId };
}

async function asCustomer(
  request: APIRequestContext,
  token: string,
  path: string,
  data?: Record<string, unknown>,
) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = data
    ? await request.post(`${API}${path}`, { headers, data })
    : await request.get(`${API}${path}`, { headers });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** Keeps what the element tells, except for each quote. */
async function listen(page: Page): Promise<() => Promise<Told[]>> {
  await page.addInitScript(() => {
    const told: Told[] = [];
    Object.assign(window, { told });
    for (const name of ["hold", "release", "error"]) {
      document.addEventListener(`member-checkout:${name}`, (event) => {
        told.push({ name, detail: (event as CustomEvent<Told["detail"]>).detail });
      });
    }
  });
  return () => page.evaluate(() => (window as unknown as { told: Told[] }).told);
}

const set = (page: Page, name: string, value: string) =>
  page
    .locator("member-checkout")
    .evaluate((element, [key, text]) => element.setAttribute(key, text), [name, value] as const);

test.describe("points on another shop’s checkout", () => {
  let shop: Awaited<ReturnType<typeof otherShop>>;

  test.beforeAll(async () => {
    shop = await otherShop("embed-checkout.js");
  });

  test.afterAll(() => shop.close());

  const open = async (page: Page, attributes: Record<string, string | number>) => {
    const said = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
    shop.shows(`<member-checkout ${said.join(" ")}></member-checkout>`);
    await page.goto(shop.address);
  };

  const box = (page: Page) => page.getByRole("group", { name: "积分抵扣" });
  /** Once the quote has come: what it will replace is faded until then. */
  const expectBoxAccessible = async (page: Page) => {
    await expect(page.locator("member-checkout .stale")).toHaveCount(0);
    await expectAccessible(page);
  };
  const field = (page: Page) => page.getByRole("textbox", { name: "使用的积分数" });
  const slider = (page: Page) => page.getByRole("slider", { name: "使用多少积分" });
  const use = (page: Page) => page.getByRole("button", { name: "使用积分" });
  const cancel = (page: Page) => page.getByRole("button", { name: "取消使用" });

  test("are held as chosen, captured by the shop’s key, and stand in the ledger with the order", async ({
    page,
    request,
  }) => {
    const told = await listen(page);
    const { externalId, token, orderId } = await customer(request, 1000);
    await open(page, { token, "order-id": orderId, "amount-minor": 29_900 });
    await expect(box(page)).toContainText("本单最多可用 1,000 积分，抵 ¥10.00");
    await expect(box(page)).toContainText("铜牌会员优惠−¥14.95");
    await expect(box(page)).toContainText("还需支付¥284.05");
    await expect(box(page)).toContainText("本单可得284 积分");
    await expect(use(page)).toHaveAttribute("aria-disabled", "true");

    await field(page).fill("５００");
    await expect(slider(page)).toHaveAttribute("aria-valuetext", "500 积分，抵 ¥5.00");
    await expect(box(page)).toContainText("还需支付¥279.05");
    await expect(box(page)).toContainText("本单可得279 积分");
    await use(page).click();
    await expect(box(page)).toContainText("已使用 500 积分，抵扣 ¥5.00");
    await expect(box(page)).toContainText(/请在 \d\d:\d\d 前付款/);

    const [hold, ...rest] = await told();
    expect(rest).toEqual([]);
    expect(hold).toMatchObject({
      name: "hold",
      detail: { orderId, points: 500, discountMinor: 500, toPayMinor: 27_905 },
    });
    // What the shop's checkout does, with the order and the amount that it knows itself.
    await asService(request, `/points/holds/${hold?.detail.holdId}/capture`, {
      orderId,
      orderAmountMinor: 28_405,
    });
    const paidAt = new Date().toISOString();
    const order = { externalId, orderId, paidAmountMinor: 27_905, paidAt };
    await sendEvent(request, "ORDER_COMPLETED", order);
    const { items } = await asCustomer(request, token, "/points/transactions?limit=10");
    expect(
      items.map(({ type, points }: { type: string; points: number }) => [type, points]),
    ).toEqual(
      expect.arrayContaining([
        ["EARN", 1000],
        ["REDEEM", -500],
        ["EARN", 279],
      ]),
    );
    const balance = await asCustomer(request, token, "/points/balance");
    expect(balance).toMatchObject({ available: 779, frozen: 0, owed: 0 });
    await page.reload();
    await expect(box(page)).toContainText("本单已用 500 积分，抵扣 ¥5.00");
    await expect(use(page)).toBeHidden();
  });

  test("are chosen by keyboard alone, with nothing in anybody’s way at any width", async ({
    page,
    request,
  }) => {
    const { token, orderId } = await customer(request, 600);
    const facts = { "order-id": orderId, "amount-minor": 100_000, "shipping-minor": 1200 };
    await open(page, { token, ...facts });
    await expect(box(page)).toContainText("还需支付（不含运费）");
    await slider(page).press("End");
    await expect(field(page)).toHaveValue("600");
    await slider(page).press("Home");
    await slider(page).press("ArrowRight");
    await expect(field(page)).toHaveValue("1");
    await field(page).press("PageUp");
    await field(page).press("ArrowUp");
    await expect(slider(page)).toHaveValue("102");
    await field(page).fill("601");
    await expect(field(page)).toHaveAttribute("aria-invalid", "true");
    await expect(box(page)).toContainText("请输入 0 至 600 之间的整数");
    await field(page).press("Enter");
    await expect(use(page)).toBeVisible();
    for (const theme of ["light", "dark"]) {
      await set(page, "theme", theme);
      for (const width of [320, 390, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        await expectNothingSticksOut(page);
      }
      await expectBoxAccessible(page);
    }
    await field(page).fill("300");
    await field(page).press("Enter");
    await expect(cancel(page)).toBeFocused();
    await expect(cancel(page)).toHaveAccessibleDescription(/已使用 300 积分.*前付款/);
    await expectBoxAccessible(page);
    await page.setViewportSize({ width: 320, height: 800 });
    await expectNothingSticksOut(page);
    await page.keyboard.press("Enter");
    await expect(slider(page)).toBeFocused();
    await expect(field(page)).toHaveValue("300");
    expect(await asCustomer(request, token, "/points/balance")).toMatchObject({
      available: 600,
      frozen: 0,
    });
  });

  test("go back where the amount or the order changes under them", async ({ page, request }) => {
    const told = await listen(page);
    const { token, orderId } = await customer(request, 1000);
    await open(page, { token, "order-id": orderId, "amount-minor": 29_900 });
    await page.getByRole("button", { name: "全部使用" }).click();
    await use(page).click();
    await expect(cancel(page)).toBeVisible();
    await set(page, "amount-minor", "2000");
    await expect(box(page)).toContainText("订单金额有变化，积分已退回，请重新确认");
    // 30 % of ¥19.
    await expect(field(page)).toHaveValue("570");
    await use(page).click();
    await expect(box(page)).toContainText("已使用 570 积分");
    await set(page, "order-id", fresh("order"));
    await expect(use(page)).toBeVisible();
    const names = (await told()).map(({ name, detail }) => [name, detail.points ?? detail.reason]);
    expect(names).toEqual([
      ["hold", 1000],
      ["release", "changed"],
      ["hold", 570],
      ["release", "changed"],
    ]);
    expect(await asCustomer(request, token, "/points/balance")).toMatchObject({ frozen: 0 });
  });

  test("are told in two tabs alike", { tag: "@once" }, async ({ page, context, request }) => {
    const { token, orderId } = await customer(request, 1000);
    const facts = { token, "order-id": orderId, "amount-minor": 29_900 };
    await open(page, facts);
    const other = await context.newPage();
    const told = await listen(other);
    await open(other, facts);
    await field(other).fill("200");
    await field(page).fill("100");
    await use(page).click();
    await expect(box(page)).toContainText("已使用 100 积分");
    await expect(box(other)).toContainText("已使用 100 积分");
    await expect(box(other)).toContainText("已在其他页面为此订单使用了积分");
    expect(await told()).toMatchObject([{ name: "hold", detail: { points: 100 } }]);
    await cancel(other).click();
    await expect(box(page)).toContainText("预留的积分已退回");
    await expect(use(page)).toBeVisible();
  });

  test("come back when nobody paid in time, which is told before and asked again after", {
    tag: "@once",
  }, async ({ page, request }) => {
    const told = await listen(page);
    const { token, orderId } = await customer(request, 1000);
    const hold = { points: 400, orderId, orderAmountMinor: 28_405, ttlSeconds: 60 };
    await asCustomer(request, token, "/points/holds", hold);
    await open(page, { token, "order-id": orderId, "amount-minor": 29_900 });
    await expect(box(page)).toContainText("预留的积分还有不到 1 分钟到期，请尽快付款");
    await expect(box(page)).toContainText("预留已到期，积分已退回。如需抵扣，请重新使用", {
      timeout: 75_000,
    });
    await expect(field(page)).toHaveValue("400");
    expect(await told()).toMatchObject([
      { name: "hold", detail: { points: 400 } },
      { name: "release", detail: { reason: "expired" } },
    ]);
    await use(page).click();
    await expect(box(page)).toContainText("已使用 400 积分");
  });

  test("ask a visitor without a token to sign in, and send nothing", { tag: "@once" }, async ({
    page,
  }) => {
    const calls: string[] = [];
    page.on("request", (sent) => calls.push(new URL(sent.url()).pathname));
    await open(page, { "order-id": "o-1", "amount-minor": 29_900 });
    await expect(page.getByText("登录后可使用积分抵扣")).toBeVisible();
    expect(calls.filter((path) => path.startsWith("/api/"))).toEqual([]);
  });

  test("say so when the token has ended, and go on with a new one", { tag: "@once" }, async ({
    page,
    request,
  }) => {
    const { externalId, token, orderId } = await customer(request, 1000);
    const facts = { "order-id": orderId, "amount-minor": 29_900 };
    await open(page, { token: tokenOf(externalId, -300), ...facts });
    await expect(page.getByText("登录已过期，请重新登录")).toBeVisible();
    await set(page, "token", token);
    await expect(slider(page)).toBeVisible();
  });

  test("say why there are none: none earned, some owed", async ({ page, request }) => {
    const few = await customer(request, 0.5);
    const facts = { "order-id": few.orderId, "amount-minor": 29_900 };
    await open(page, { token: few.token, ...facts });
    await expect(box(page)).toContainText("暂无可用积分");
    await expect(use(page)).toBeHidden();
    await expectBoxAccessible(page);

    const owing = await customer(request, 300);
    const { externalId, firstOrderId } = owing;
    await asService(request, "/points/use", {
      ...{ externalId, points: 200, orderId: fresh("order"), orderAmountMinor: 100_000 },
    });
    await sendEvent(request, "ORDER_REFUNDED", {
      ...{ externalId, orderId: firstOrderId, refundId: fresh("refund"), amountMinor: 30_000 },
      refundedAt: new Date().toISOString(),
    });
    await open(page, { token: owing.token, ...facts, locale: "en" });
    await expect(page.getByRole("group", { name: "Pay with points" })).toContainText(
      "You owe 200 points.",
    );
  });

  test("can be tried again after a failure, and a late answer changes nothing", async ({
    page,
    request,
  }) => {
    const { token, orderId } = await customer(request, 1000);
    let isDown = true;
    const quotes = `${demo().url}${API}/checkout/quote`;
    await page.route(quotes, (route) => (isDown ? route.abort() : route.continue()));
    await open(page, { token, "order-id": orderId, "amount-minor": 29_900 });
    await expect(page.getByText("积分抵扣加载失败")).toBeVisible();
    isDown = false;
    await page.getByRole("button", { name: "重试" }).click();
    await expect(box(page)).toContainText("商品金额¥299.00");

    await page.unroute(quotes);
    await page.route(quotes, async (route) => {
      const isSlow = route.request().postData()?.includes("50000") ?? false;
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 1500));
      // The page has given up on it by then.
      await route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest((sent) => sent.postData()?.includes("50000") ?? false);
    await set(page, "amount-minor", "50000");
    await asked;
    await set(page, "amount-minor", "40000");
    await expect(box(page)).toContainText("商品金额¥400.00");
    await page.waitForTimeout(2000);
    await expect(box(page)).toContainText("商品金额¥400.00");
  });

  test("are held once where nobody heard the answer", { tag: "@once" }, async ({
    page,
    request,
  }) => {
    const { token, orderId } = await customer(request, 1000);
    await open(page, { token, "order-id": orderId, "amount-minor": 29_900 });
    await field(page).fill("250");
    await page.route(`${demo().url}${API}/points/holds`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await route.fetch();
      return route.abort();
    });
    await use(page).click();
    await expect(box(page)).toContainText("已使用 250 积分");
    expect(await asCustomer(request, token, "/points/balance")).toMatchObject({ frozen: 250 });
  });
});
