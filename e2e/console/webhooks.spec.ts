import {
  API,
  admin,
  demo,
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, test } from "../test";

test("an admin makes an endpoint, sees its secret once, and gives it another", async ({
  page,
}, info) => {
  const expectNoErrors = watchErrors(page);
  // Nobody listens there, which is what the test message then says.
  const url = `http://127.0.0.1:9/${info.project.name}-${Date.now()}`;
  await signIn(page, admin());
  await page.goto("/console/webhooks");
  await expect(page.getByRole("heading", { level: 1, name: "事件推送" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "新建接收地址" }).click();
  const form = page.getByRole("dialog", { name: "新建接收地址" });
  await form.getByRole("button", { name: "创建" }).click();
  await expect(form.getByLabel("地址", { exact: true })).toBeFocused();
  await form.getByLabel("地址", { exact: true }).fill(url);
  await form.getByText("仅选中的").click();
  await form.getByLabel("points.earned").check();
  await expectAccessible(page, '[role="dialog"]');
  await form.getByRole("button", { name: "创建" }).click();

  const secret = page.getByRole("dialog", { name: "签名密钥" });
  const first = await secret.getByText(/^whsec_/).textContent();
  // What is said above a dialog is read and closed without it.
  await secret.getByRole("button", { name: "复制" }).click();
  const copied = toasts(page).getByRole("listitem").filter({ hasText: "复制" });
  await expect(copied).toBeInViewport({ ratio: 1 });
  await copied.getByRole("button", { name: "关闭" }).click();
  await expect(copied).toHaveCount(0);
  await expectAccessible(page, '[role="dialog"]');
  await secret.getByRole("button", { name: "我已保存" }).click();
  await page.getByRole("link", { name: url }).click();
  await expect(page.getByRole("heading", { level: 1, name: url })).toBeVisible();
  await expect(page.getByText(/^whsec_/)).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const actions = page.getByRole("group", { name: "操作" });
  await actions.getByRole("button", { name: "发送测试" }).click();
  await expect(toasts(page).getByText("测试未送达：无法连接")).toBeVisible();
  await actions.getByRole("button", { name: "更换密钥" }).click();
  await page
    .getByRole("dialog", { name: "更换密钥" })
    .getByRole("button", { name: "更换" })
    .click();
  const second = await secret.getByText(/^whsec_/).textContent();
  expect(second).not.toBe(first);
  await secret.getByRole("button", { name: "我已保存" }).click();
  await expect(page.getByText(/旧密钥在 .* 之前同时有效/)).toBeVisible();

  await actions.getByRole("button", { name: "暂停" }).click();
  await expect(page.getByText("已手动暂停", { exact: false })).toBeVisible();
  await actions.getByRole("button", { name: "恢复推送" }).click();
  await expect(page.getByText("推送中", { exact: true })).toBeVisible();

  await actions.getByRole("button", { name: "删除" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确认删除" }).click();
  await expect(page).toHaveURL(/\/console\/webhooks$/);
  await expect(page.getByRole("link", { name: url })).toHaveCount(0);
  expectNoErrors();
});

test("an admin reads what a receiver answered, and sends it again", async ({ page }, info) => {
  const mark = `${info.project.name}-${Date.now()}`;
  const url = `http://127.0.0.1:9/again-${mark}`;
  await signIn(page, admin());
  await page.goto("/console/webhooks");
  await page.getByRole("button", { name: "新建接收地址" }).click();
  const form = page.getByRole("dialog", { name: "新建接收地址" });
  await form.getByLabel("地址", { exact: true }).fill(url);
  await form.getByRole("button", { name: "创建" }).click();
  await page.getByRole("button", { name: "我已保存" }).click();
  await page.getByRole("link", { name: url }).click();

  const deliveries = page.getByRole("region", { name: "送达记录" });
  const enrolment = await page.request.post(`${API}/members`, {
    headers: { authorization: `Bearer ${demo().serviceKey}` },
    data: { externalId: `hook-${mark}` },
  });
  expect(enrolment.status()).toBe(201);
  const failed = deliveries.getByRole("row").filter({ hasText: "无法连接" }).first();
  await expect(failed).toBeVisible({ timeout: 15_000 });

  await deliveries.getByRole("button", { name: "待送达" }).click();
  await expect(page).toHaveURL(/status=WAITING/);
  await failed.getByRole("button", { name: /的详情/ }).click();
  const details = page.getByRole("dialog");
  await expect(details.getByText("无法连接").first()).toBeVisible();
  await expect(details.getByText('"memberId"', { exact: false })).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press("Escape");
  await failed.getByRole("button", { name: /^重发事件/ }).click();
  await expect(toasts(page).getByText(/已排队重发/)).toBeVisible();

  const actions = page.getByRole("group", { name: "操作" });
  await actions.getByRole("button", { name: "暂停" }).click();
  await expect(page.getByText("已手动暂停", { exact: false })).toBeVisible();
  await actions.getByRole("button", { name: "补发" }).click();
  const since = page.getByRole("dialog", { name: "补发" });
  await since.getByRole("button", { name: "开始补发" }).click();
  await expect(since.getByLabel("起始时间")).toBeFocused();
  await since.getByLabel("起始时间").fill("2020-01-01T00:00");
  await since.getByRole("button", { name: "开始补发" }).click();
  await expect(toasts(page).getByText(/将补发最多 [\d,]+ 个事件/)).toBeVisible();
  await actions.getByRole("button", { name: "删除" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确认删除" }).click();
  await expect(page).toHaveURL(/\/console\/webhooks$/);
});

test("an operator finds no way in", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/console/webhooks");
  await expect(page.getByText("仅管理员可用")).toBeVisible();
  await expect(page.getByRole("link", { name: "事件推送" })).toHaveCount(0);
  await expectAccessible(page);
});
