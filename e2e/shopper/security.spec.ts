import { codeTo, messageTo, someEmail, somePhone } from "../outbox";
import { expectAccessible, expectNoSidewaysScroll, toasts, watchErrors } from "../support";
import { expect, type Page, test } from "../test";

const PASSWORD = "seven brave otters hum";

/** Signed up with a fresh e-mail address, on this page. */
async function joined(page: Page): Promise<string> {
  const email = someEmail();
  await page.goto("/join");
  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("验证码", { exact: true }).fill(await codeTo(page, email));
  await page.getByLabel("密码（可选）", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  await page.goto("/membership/security");
  return email;
}

test("a member adds a phone and changes the e-mail, each proven on both sides", async ({
  page,
}) => {
  const email = await joined(page);
  const phone = somePhone();
  await page.getByRole("button", { name: "添加手机号" }).click();
  const address = page.getByLabel("新手机号");
  await expect(address).toBeFocused();
  await address.fill("12345");
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(address).toHaveAccessibleDescription(/请填写正确的手机号。/);
  await address.fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  // Before that the newest message to it is the one that they signed up by.
  await expect(page.getByLabel("当前账号收到的验证码")).toBeVisible();
  await page.getByLabel("当前账号收到的验证码").fill(await codeTo(page, email));
  await page.getByLabel("新账号收到的验证码").fill(await codeTo(page, `+86${phone}`));
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "确认更换" }).click();
  await expect(toasts(page).getByText(/登录账号已更新/)).toBeVisible();
  await expect(page.getByText(`+86${phone}`)).toBeVisible();

  const other = someEmail();
  await page.getByRole("button", { name: "更换邮箱" }).click();
  await page.getByLabel("新邮箱").fill(email);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByLabel("新邮箱")).toHaveAccessibleDescription("这已经是你的登录账号。");
  await page.getByLabel("新邮箱").fill(other);
  // The code to the e-mail was asked for within the minute: the phone proves it too.
  await page.getByText("当前手机号").click();
  await page.getByRole("button", { name: "获取验证码" }).click();
  const current = page.getByLabel("当前账号收到的验证码");
  await current.fill("000000");
  await page.getByLabel("新账号收到的验证码").fill(await codeTo(page, other));
  await page.getByRole("button", { name: "确认更换" }).click();
  await expect(current).toHaveAccessibleDescription(/验证码不对/);
  await current.fill(await codeTo(page, `+86${phone}`));
  await page.getByRole("button", { name: "确认更换" }).click();
  await expect(page.getByText(other)).toBeVisible();
  expect((await messageTo(page, email)).text).toContain("登录账号已更换");
});

/** A phone that unlocks by itself, as Chromium can pretend to have one. */
async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test("a member adds a passkey, signs in with it, renames and removes it", async ({ page }) => {
  const noErrors = watchErrors(page);
  await withAuthenticator(page);
  await joined(page);
  const panel = page.getByRole("region", { name: "通行密钥" });
  await panel.getByRole("button", { name: "添加通行密钥" }).click();
  await panel.getByLabel("名称").fill("我的手机");
  await panel.getByLabel("当前密码", { exact: true }).fill(PASSWORD);
  await expectAccessible(page);
  await panel.getByRole("button", { name: "添加通行密钥" }).click();
  await expect(toasts(page).getByText("通行密钥已添加。")).toBeVisible();
  await expect(panel.getByRole("listitem")).toContainText("从未使用");

  await page.getByRole("button", { name: /显示与账号/ }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByRole("button", { name: "使用通行密钥" }).click();
  await expect(page).toHaveURL(/\/$|\/membership$/);

  await page.goto("/membership/security");
  await panel.getByRole("button", { name: "重命名 我的手机" }).click();
  await panel.getByLabel("名称").fill("旧手机");
  await panel.getByRole("button", { name: "保存" }).click();
  await expect(panel.getByRole("listitem")).toContainText("旧手机");
  await expectNoSidewaysScroll(page);
  await panel.getByRole("button", { name: "移除 旧手机" }).click();
  await expect(panel.getByRole("listitem")).toHaveCount(0);
  noErrors();
});
