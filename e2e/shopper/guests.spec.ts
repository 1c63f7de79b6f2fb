import { createHmac } from "node:crypto";
import { codeTo, someEmail } from "../outbox";
import { sendEvent } from "../shop";
import { admin, expectAccessible, expectNoSidewaysScroll, signIn, watchErrors } from "../support";
import { expect, type Page, test } from "../test";

/** As the shop’s own server has it from the console. */
async function guestSecret(page: Page): Promise<string> {
  await signIn(page, admin());
  await page.goto("/console/sign-up");
  const guests = page.getByRole("region", { name: "游客订单" });
  await expect(guests.getByLabel("可认领的订单（天）")).toHaveValue("90");
  await guests.getByRole("button", { name: "显示密钥" }).click();
  await expect(guests.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  return (await guests.getByText(/^[0-9a-f]{64}$/).textContent()) ?? "";
}

test("what somebody ordered as a guest is theirs once they signed up with the address", async ({
  page,
  browser,
  request,
}) => {
  const noErrors = watchErrors(page);
  const desk = await browser.newContext();
  const secret = await guestSecret(await desk.newPage());
  await desk.close();
  const email = someEmail();
  const guestKey = createHmac("sha256", secret).update(email).digest("hex");
  const orderId = `guest-${Date.now()}-${Math.round(Math.random() * 1e6)}`;
  const paidAt = new Date(Date.now() - 5 * 86_400_000).toISOString();
  const order = { guestKey, orderId, paidAmountMinor: 70_000, paidAt };
  const refundedAt = new Date(Date.now() - 86_400_000).toISOString();
  const refund = { guestKey, orderId, refundId: `${orderId}-r`, amountMinor: 10_000, refundedAt };
  await sendEvent(request, "ORDER_REFUNDED", refund);
  await sendEvent(request, "ORDER_COMPLETED", order);

  await page.goto("/join");
  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("验证码", { exact: true }).fill(await codeTo(page, email));
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("region", { name: /会员卡：铜牌会员/ })).toBeVisible({
      timeout: 2000,
    });
  }).toPass();
  await page.goto("/membership/history");
  const line = page
    .getByRole("listitem")
    .filter({ hasText: orderId })
    .filter({ hasText: "游客下单" });
  await expect(line.first()).toContainText("700");
  noErrors();
});
