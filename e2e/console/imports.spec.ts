import { admin, expectAccessible, expectEachAccessible, secondAdmin, signIn } from "../support";
import { expect, test } from "../test";

test("brings members over: read, mapped, checked, approved by another, balanced", async ({
  page,
  browser,
}, info) => {
  const source = `pos-${info.project.name}-${Date.now() % 1e9}`.toLowerCase().slice(0, 32);
  await signIn(page, admin());
  await expectEachAccessible(page, ["/console/imports", "/console/imports/new"]);
  await page.goto("/console/imports/new");
  await page.getByLabel("原系统").fill(source);
  const rows = [`${source}-1;1,200;2028-06-30`, `${source}-2;=1+1;2028-06-30`];
  await page.getByLabel("CSV 或 Excel 文件").setInputFiles({
    name: "members.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`\ufeff用户ID;余额;到期日\n${rows.join("\n")}\n`, "utf16le"),
  });
  await expect(page.getByText("读到 2 行。")).toBeVisible();
  await expect(page.getByLabel("文字编码")).toHaveValue("utf-16le");
  await expect(page.getByLabel("列分隔符")).toHaveValue(";");
  await page.getByLabel("「余额」的含义").selectOption("积分");
  await page.getByLabel("原因").fill("换系统");
  await expectAccessible(page);
  await page.getByRole("button", { name: "开始核对" }).click();
  await expect(page).toHaveURL(/\/console\/imports\/\d+$/);
  const id = page.url().split("/").at(-1);
  await expect(page.getByText("核对完成，尚未改动任何数据。")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("积分：不是整数")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "提交审批" }).click();
  await expect(page.getByText("须由另一人批准后才会导入。")).toBeVisible();

  const desk = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(desk, secondAdmin());
  await desk.goto("/console/approvals");
  const request = desk.getByRole("listitem").filter({ hasText: source });
  await expect(request).toContainText("+1,200");
  await request.getByRole("button", { name: "批准" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByLabel("原因").fill("已核对");
  await dialog.getByRole("button", { name: "批准" }).click();
  await desk.goto(`/console/imports/${id}`);
  await expect(desk.getByText("一致：导入的数据与积分流水、订单相同。")).toBeVisible({
    timeout: 30_000,
  });
  await desk.context().close();
});
