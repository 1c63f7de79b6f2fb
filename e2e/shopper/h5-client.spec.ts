import { type ChildProcess, spawn } from "node:child_process";
import { sendOrder } from "../shop";
import { expectAccessible, expectNothingSticksOut, isPhone } from "../support";
import { expect, type Page, test } from "../test";

/** The example page of clients/h5, served as its README says, for a customer of its own. */
const CUSTOMER = `h5-${Date.now()}-${Math.round(Math.random() * 1e9)}`;

let shop: ChildProcess;
let address = "";

test.beforeAll(async () => {
  const env = { ...process.env, PORT: "0", SHOPPER: CUSTOMER };
  shop = spawn(process.execPath, ["clients/h5/serve.mjs"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  address = await new Promise<string>((resolve, reject) => {
    shop.stdout?.on("data", (line: Buffer) => resolve(String(line).trim()));
    shop.on("exit", () => reject(new Error("the shop's page did not start")));
  });
});

test.afterAll(() => {
  shop.kill();
});

const go = (page: Page, name: string) => page.getByRole("link", { name }).click();

test("a customer goes through the example page: card, check-in, history, mall, checkout, link", async ({
  page,
}, info) => {
  await page.emulateMedia({ colorScheme: isPhone(info) ? "light" : "dark" });
  await page.goto(address);
  // Known to the shop, and no member yet.
  await expect(page.getByRole("button", { name: "重试" })).toBeVisible();
  await sendOrder(page.request, CUSTOMER, 1000);
  await page.getByRole("button", { name: "重试" }).click();
  await expect(page.getByText("铜牌会员", { exact: true })).toBeVisible();
  await expect(page.getByRole("img", { name: "会员码条形码" })).toBeVisible();
  await expect(page.locator(".code")).toHaveText(/^(\d{4} ?){5}$/);
  await expectAccessible(page);
  await page.getByRole("button", { name: /^签到 \+/ }).click();
  await expect(page.getByText(/签到成功，获得 \d+ 积分/)).toBeVisible();
  await expect(page.getByRole("button", { name: "今日已签到" })).toBeDisabled();

  await go(page, "明细");
  await expect(page.getByRole("listitem").filter({ hasText: "+1,000" })).toBeVisible();
  await expectAccessible(page);

  await go(page, "商城");
  await expect(page.getByRole("listitem").first()).toBeVisible();
  await expectAccessible(page);

  await go(page, "结账");
  await page.getByRole("textbox").fill("9999");
  await page.getByRole("button", { name: "使用积分" }).click();
  await expect(page.getByText(/请输入 1 至 [\d,]+ 之间的整数/)).toBeVisible();
  await page.getByRole("textbox").fill("400");
  await page.getByRole("button", { name: "使用积分" }).click();
  await expect(page.getByText("已使用 400 积分")).toBeVisible();
  await expect(page.getByText("¥280.05")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "取消使用" }).click();
  await expect(page.getByRole("button", { name: "使用积分" })).toBeVisible();
  for (const width of [320, 390, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNothingSticksOut(page);
  }

  await page.route("**/rewards?*", (route) => route.abort());
  await go(page, "商城");
  await expect(page.getByText("网络不畅，请再试一次")).toBeVisible();
  await page.unroute("**/rewards?*");
  await page.getByRole("button", { name: "重试" }).click();
  await expect(page.getByRole("listitem").first()).toBeVisible();

  await go(page, "会员卡");
  await page.getByRole("button", { name: "打开会员中心" }).click();
  await page.getByRole("button", { name: "是我，进入" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  await expect(page.getByRole("region", { name: /会员卡：铜牌会员/ })).toBeVisible();
});
