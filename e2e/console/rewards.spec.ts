import { readFileSync } from "node:fs";
import { asService, friend, sendOrder } from "../shop";
import { demo, operator, type SignIn, shopper, signIn, toasts, watchErrors } from "../support";
import { expect, type Page, test } from "../test";

interface Managed {
  result: { data: { items: { rewardId: string; name: { "zh-CN": string } }[] } };
}

const deliveryAddress = {
  name: "=温言",
  phone: "13800000006",
  region: "浙江省杭州市西湖区",
  line: "文三路 1 号",
};

/** Enough points for what the tests redeem. */
async function givePoints(page: Page, person: SignIn, mark: string, points = 100): Promise<void> {
  await asService(page.request, "/points/earn", {
    externalId: person.externalId,
    event: "CUSTOM",
    referenceId: `e2e-shelf-${mark}`,
    points,
    description: "测试",
  });
}

/** A reward that is there already; the page is an operator's. */
async function newReward(
  page: Page,
  name: string,
  { kind = "PRODUCT", pointsCost = 40, stock = 2 } = {},
): Promise<string> {
  const answer = await page.request.post("/api/trpc/rewards.create", {
    headers: { origin: demo().url },
    data: {
      kind,
      name: { "zh-CN": name, en: "A reward of a test" },
      pointsCost,
      stock,
      onShelf: true,
      sortOrder: 9999,
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { result } = (await answer.json()) as { result: { data: { rewardId: string } } };
  return result.data.rewardId;
}

test("an operator puts a reward on the shelf, and one that ran out back", async ({
  page,
}, info) => {
  const errors = watchErrors(page);
  const mark = `${info.project.name}-${Date.now()}`;
  const reward = `端午香囊 ${mark}`;
  const person = friend(info, 3);
  await givePoints(page, person, mark);
  await signIn(page, operator());
  await page.goto("/console/rewards");
  await page.getByRole("button", { name: "新建兑换品" }).click();
  const dialog = page.getByRole("dialog", { name: "新建兑换品" });
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByLabel("中文名")).toBeFocused();
  await dialog.getByLabel("中文名").fill(reward);
  await dialog.getByLabel("英文名").fill("A reward of a test");
  await dialog.getByLabel("所需积分").fill("40");
  await dialog.getByLabel("库存").fill("1");
  await dialog.getByLabel("排序").fill("9999");
  await dialog.getByRole("radio", { name: "香囊" }).press("Space");
  await expect(dialog.getByLabel("图片地址")).toHaveValue("/rewards/sachet.svg");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("已新建。")).toBeVisible();
  const line = page
    .getByRole("table", { name: "积分商城" })
    .getByRole("row")
    .filter({ hasText: reward });
  await loadUntil(page, line, 1);
  await expect(line).toContainText("已上架");

  const shelf = await page.request.get("/api/trpc/rewards.managed", {
    params: { input: JSON.stringify({ limit: 100 }) },
  });
  const { result }: Managed = await shelf.json();
  const rewardId = result.data.items.find(({ name }) => name["zh-CN"] === reward)?.rewardId;
  const { externalId } = person;
  await asService(page.request, "/points/redeem", { externalId, rewardId, deliveryAddress });
  await page.reload();
  await loadUntil(page, line, 1);
  await expect(line).toContainText("已兑完");

  await line.getByRole("button", { name: /^调整库存/ }).click();
  const stock = page.getByRole("dialog", { name: `${reward}的库存` });
  await stock.getByLabel("件数").fill("0");
  await stock.getByRole("button", { name: "确认" }).click();
  await expect(stock.getByText("请填 1 到 100,000,000 的整数。")).toBeVisible();
  await stock.getByLabel("件数").fill("3");
  await stock.getByLabel("原因").fill("补货");
  await stock.getByRole("button", { name: "确认" }).click();
  await expect(toasts(page).getByText("库存已更新：3。")).toBeVisible();
  await expect(line).toContainText("已上架");

  await line.getByRole("button", { name: /^编辑/ }).click();
  await page.getByRole("dialog").getByRole("checkbox", { name: "上架" }).uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await expect(line).toContainText("已下架");
  errors();
});

test("an operator ships one parcel and calls another one off; the shopper reads both", async ({
  page,
  browser,
}, info) => {
  const errors = watchErrors(page);
  const mark = `${info.project.name}-${Date.now()}`;
  const reward = `线香 ${mark}`;
  const person = friend(info, 3);
  await givePoints(page, person, mark);
  await signIn(page, operator());
  const rewardId = await newReward(page, reward);
  const { externalId } = person;
  for (const _ of [1, 2]) {
    await asService(page.request, "/points/redeem", { externalId, rewardId, deliveryAddress });
  }

  await page.goto("/console/fulfilment");
  const parcels = page.getByRole("row").filter({ hasText: reward });
  await loadUntil(page, parcels, 2);
  for (const box of await parcels.getByRole("checkbox").all()) await box.check();
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出所选 2 件" }).click();
  const csv = readFileSync(await (await waiting).path(), "utf8");
  expect(csv).toContain("'=温言");
  expect(csv.trim().split("\r\n")).toHaveLength(3);

  const trackingCode = `SF${Date.now()}`;
  await parcels.first().getByRole("button", { name: /^发货/ }).click();
  const ship = page.getByRole("dialog", { name: "发货" });
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(ship.getByLabel("快递公司")).toBeFocused();
  await ship.getByLabel("快递公司").selectOption("SF");
  await ship.getByLabel(/^运单号/).fill("中文");
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(ship.getByText(/^请填写运单号/)).toBeVisible();
  await ship.getByLabel(/^运单号/).fill("JT1");
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(ship.getByText("不符合该快递公司的单号格式。")).toBeVisible();
  await ship.getByLabel(/^运单号/).fill(trackingCode);
  await ship.getByRole("button", { name: "确认发货" }).click();
  await expect(toasts(page).getByText("已发货 1 件。")).toBeVisible();
  await expect(parcels).toHaveCount(1);

  await parcels.getByRole("button", { name: /^取消兑换/ }).click();
  const off = page.getByRole("dialog", { name: `取消${reward}的兑换？` });
  await expect(off).toContainText("40 积分退回会员");
  await off.getByLabel("原因").fill("包装破损");
  await off.getByRole("button", { name: "确认取消" }).click();
  await expect(toasts(page).getByText("已取消，40 积分已退回会员。")).toBeVisible();
  await expect(parcels).toHaveCount(0);

  await page.getByRole("button", { name: "已发货" }).click();
  await expect(page).toHaveURL(/status=SHIPPED/);
  await loadUntil(page, parcels, 1);
  await expect(parcels).toContainText(trackingCode);
  await parcels.getByRole("button", { name: /^标为已完成/ }).click();
  await expect(toasts(page).getByText("已标为已完成。")).toBeVisible();

  const shop = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(shop, person);
  await shop.goto("/membership/mall/redemptions");
  const mine = shop.getByRole("listitem").filter({ hasText: reward });
  await expect(mine.filter({ hasText: trackingCode })).toContainText("已完成");
  await expect(mine.filter({ hasText: "包装破损" })).toContainText("已取消");
  await shop.context().close();
  errors();
});

test(
  "an operator ships twenty by the scanner, and twenty by a file",
  { tag: "@once" },
  async ({ page }, info) => {
    const errors = watchErrors(page);
    const mark = String(Date.now());
    // Somebody of their own: forty redemptions are more than a page of anybody's.
    const person = { ...friend(info, 3), externalId: `parcels-${mark}` };
    await sendOrder(page.request, person.externalId, 12);
    await givePoints(page, person, mark, 1600);
    await signIn(page, operator());
    const rewardId = await newReward(page, `书签 ${mark}`, { stock: 40 });
    const asked = { externalId: person.externalId, rewardId, deliveryAddress };
    const ids: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      ids.push(String((await asService(page.request, "/points/redeem", asked)).redemptionId));
    }
    const numberOf = (n: number) => `SF${Number(mark) + n}`;
    const scanned = ids.slice(0, 20);
    const filed = ids.slice(20);

    await page.goto("/console/fulfilment?scan=1");
    await page.getByLabel("快递公司").selectOption("SF");
    const field = page.getByLabel(/^扫兑换单/);
    const scan = async (text: string) => {
      await page.keyboard.insertText(text);
      await page.keyboard.press("Enter");
    };
    await expect(field).toBeFocused();
    await scan("99999999999");
    await expect(page.getByText("兑换单不存在，请重新扫码。")).toBeVisible();
    for (const [n, id] of scanned.entries()) {
      await scan(id);
      await scan(numberOf(n));
    }
    await expect(page.getByText("本次已发货 20 件")).toBeVisible();
    await expect(field).toBeFocused();
    // A slip: it is taken back, and scanned anew under its own number.
    await page.getByRole("button", { name: `撤回 兑换单 ${scanned[19]}` }).click();
    await expect(page.getByText("本次已发货 19 件")).toBeVisible();
    await scan(scanned[19] ?? "");
    await scan(numberOf(19));
    await expect(page.getByText("本次已发货 20 件")).toBeVisible();

    await page.getByRole("button", { name: "结束扫码" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "导出全部 CSV" }).click();
    const lines = readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\r\n");
    const header = (lines[0] ?? "").replace("\ufeff", "").split(",");
    const filled = filed.map((id, n) => {
      const cells = lines.find((line) => line.startsWith(`${id},`))?.split(",") ?? [];
      cells[header.indexOf("快递公司")] = "顺丰";
      cells[header.indexOf("运单号")] = numberOf(20 + n);
      return cells.join(",");
    });
    const csv = Buffer.from([header.join(","), ...filled].join("\r\n"));
    const file = { name: "shipped.csv", mimeType: "text/csv", buffer: csv };
    await page.getByRole("button", { name: "上传运单号" }).click();
    const dialog = page.getByRole("dialog", { name: "上传运单号" });
    await dialog.getByLabel("CSV 文件").setInputFiles(file);
    await dialog.getByRole("button", { name: "发货 20 件" }).click();
    await expect(dialog.getByText("已发货 20")).toBeVisible();
    await dialog.getByLabel("CSV 文件").setInputFiles({ ...file, name: "again.csv" });
    await expect(dialog.getByText("此前已发货 20")).toBeVisible();
    errors();
  },
);

test("an operator sees a shopper's code once they have said why, and the log says who", async ({
  page,
}, info) => {
  const errors = watchErrors(page);
  const mark = `${info.project.name}-${Date.now()}`;
  const reward = `测试券 ${mark}`;
  const person = friend(info, 3);
  await givePoints(page, person, mark);
  await signIn(page, operator());
  const rewardId = await newReward(page, reward, { kind: "COUPON" });
  const { externalId } = person;
  await asService(page.request, "/points/redeem", { externalId, rewardId });

  await page.goto("/console/fulfilment?status=DONE");
  const line = page.getByRole("row").filter({ hasText: reward });
  await loadUntil(page, line, 1);
  const whole = line.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  await expect(whole).toHaveCount(0);
  await line.getByRole("button", { name: /^显示券码/ }).click();
  const dialog = page.getByRole("dialog", { name: `显示${reward}的券码` });
  await dialog.getByRole("button", { name: "显示", exact: true }).click();
  await expect(dialog.getByText("请填写原因。")).toBeVisible();
  await expect(dialog.getByLabel("原因")).toBeFocused();
  const reason = `会员收不到券 ${mark}`;
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByRole("button", { name: "显示", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(whole).toBeVisible();
  const code = (await whole.textContent()) ?? "";

  // Said once to whoever asked; the log has the reason and not the code.
  await page.reload();
  await loadUntil(page, line, 1);
  await expect(whole).toHaveCount(0);
  await page.goto("/console/audit?action=rewards.reveal");
  const entry = page.getByRole("listitem").filter({ hasText: reason });
  await expect(entry.or(page.getByRole("row").filter({ hasText: reason })).first()).toBeVisible();
  await expect(page.getByText(code)).toHaveCount(0);
  errors();
});

/** The queue begins with the oldest, so what was just made may be further down. */
async function loadUntil(
  page: Page,
  found: ReturnType<Page["getByRole"]>,
  count: number,
): Promise<void> {
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect(found).toHaveCount(count, { timeout: 1_000 });
  }).toPass();
}

test("the tabs of a member show what they took, used and joined", async ({ page }) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("gold").memberId}`);
  const tabs = page.getByRole("navigation", { name: "会员资料" });
  for (const tab of ["权益使用", "积分兑换", "活动"]) {
    await tabs.getByRole("link", { name: tab }).click();
    const panel = page.getByRole("region", { name: tab });
    await expect(panel.getByRole("row").or(panel.getByRole("listitem")).first()).toBeVisible();
  }
});
