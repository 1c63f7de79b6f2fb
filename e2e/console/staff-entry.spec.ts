import { createHmac } from "node:crypto";
import { messageTo, someEmail } from "../outbox";
import {
  admin,
  expectAccessible,
  expectEachAccessible,
  expectNoSidewaysScroll,
  lookOf,
  prefer,
  signIn,
  toasts,
} from "../support";
import { expect, type Page, test } from "../test";

const PASSWORD = "seven brave otters hum";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** As an app makes it (RFC 6238), of these thirty seconds or the next. */
function appCode(secret: string, steps = 0): string {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Invited by an admin; what stands in the message is the link. */
async function invited(desk: Page, name: string, email: string): Promise<string> {
  await signIn(desk, admin());
  await desk.goto("/console/operators");
  await desk.getByRole("button", { name: "邀请员工" }).click();
  const form = desk.getByRole("dialog", { name: "邀请员工" });
  await form.getByLabel("姓名").fill(name);
  await form.getByLabel("邮箱").fill(email);
  await form.getByRole("button", { name: "发送邀请" }).click();
  await expect(toasts(desk).getByText(`邀请已发到 ${email}。`)).toBeVisible();
  const { text } = await messageTo(desk, email);
  return /https?:\/\/\S+\/welcome#[\w-]{43}/.exec(text)?.[0] ?? "";
}

const path = (link: string) => link.replace(/^https?:\/\/[^/]+/, "");

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /显示与账号/ }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
}

async function givePassword(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in?next=/console/account");
  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL(/\/second-factor\?next=/);
}

test("somebody is invited once, sets up two-step sign-in and comes back by code and recovery code", async ({
  page,
  browser,
}, info) => {
  const email = someEmail();
  const name = `周航 ${info.project.name}`;
  const desk = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  const link = await invited(desk, name, email);
  const row = desk.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("待接受");
  await expectAccessible(desk);
  await expectNoSidewaysScroll(desk);

  await page.goto(path(link));
  await expect(page.getByText(`为账号 ${email} 设置密码`, { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("新密码", { exact: true }).fill("password1234");
  await page.getByRole("button", { name: "加入并登录" }).click();
  await expect(page.getByText("这个密码太容易猜到，请换一个更长的。")).toBeVisible();
  await page.getByLabel("新密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "加入并登录" }).click();
  await expect(page).toHaveURL(/\/console/);

  const late = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await late.goto(path(link));
  await expect(late.getByText("链接已失效")).toBeVisible();
  await late.context().close();

  await page.goto("/console/account");
  await page.getByRole("button", { name: "开始设置" }).click();
  const secret = ((await page.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await page.getByLabel("当前密码", { exact: true }).first().fill(PASSWORD);
  await expectAccessible(page);
  await page.getByLabel("App 显示的 6 位验证码").fill(appCode(secret));
  await page.getByRole("button", { name: "开启两步验证" }).click();
  const codes = page.getByRole("dialog", { name: "保存恢复码" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  const recovery = (await codes.getByRole("listitem").first().textContent()) ?? "";
  await codes.getByRole("button", { name: "我已保存" }).click();
  await expect(page.getByText(/还剩 10 个恢复码/)).toBeVisible();

  await signOut(page);
  await givePassword(page, email);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  // Nothing else opens meanwhile.
  await page.goto("/console/members");
  await expect(page).toHaveURL(/\/second-factor\?next=/);
  const code = page.getByLabel("验证码或恢复码");
  await code.fill("000000");
  await page.getByRole("button", { name: "验证并继续" }).click();
  await expect(code).toHaveAccessibleDescription(/不正确或已用过/);
  // The next thirty seconds' counts too; these were used to set it up.
  await code.fill(appCode(secret, 1));
  await page.getByRole("button", { name: "验证并继续" }).click();
  await expect(page).toHaveURL(/\/console\/members$/);

  await signOut(page);
  await givePassword(page, email);
  await code.fill(recovery);
  await page.getByRole("button", { name: "验证并继续" }).click();
  await expect(page.getByText(/还剩 9 个恢复码/)).toBeVisible();

  await desk.reload();
  await expect(row.first()).toContainText("已开启");
  await row.getByRole("button", { name: `移除 ${name} 的两步验证` }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "确认" }).click();
  await expect(toasts(desk).getByText(`${name} 的两步验证已移除。`)).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await row.getByRole("button", { name: `给 ${name} 发送重设密码链接` }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "确认" }).click();
  await expect(toasts(desk).getByText(`重设链接已发到 ${email}。`)).toBeVisible();
  const reset = /\/welcome#[\w-]{43}/.exec((await messageTo(desk, email)).text)?.[0] ?? "";
  await page.goto("/tiers");
  await page.goto(reset);
  await page.getByLabel("新密码", { exact: true }).fill("nine quiet herons dance");
  await page.getByRole("button", { name: "保存并登录" }).click();
  await expect(page).toHaveURL(/\/console/);
  await desk.context().close();
});

test("the pages on the way in are in nobody’s way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await expectEachAccessible(page, ["/welcome", "/second-factor"]);
});
