import { readFile } from "node:fs/promises";
import { expectAccessible, expectNoSidewaysScroll, operator, shopper, signIn } from "../support";
import { expect, type Page, test } from "../test";

test.beforeEach(async ({ page }) => {
  await signIn(page, operator());
});

async function choose(page: Page, text: string): Promise<void> {
  await page
    .getByLabel("CSV 文件")
    .setInputFiles({ name: "points.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
}

test("shows what is wrong with a file before anything is sent", async ({ page }) => {
  await page.goto("/console/batches/new");
  await choose(page, "externalId,points\nu-1,五十\nu-2,1.5\n");
  const faults = page.getByRole("region", { name: "2 行有误，文件未上传" });
  await expect(faults.getByRole("listitem").first()).toContainText("第 2 行");
  await expect(faults).toContainText("「五十」不是整数");
  await choose(page, `externalId,points\n${"u-1,1\n".repeat(10_001)}`);
  await expect(page.getByText("超过 10,000 行，请拆成几个文件。")).toBeVisible();
  await page.getByRole("button", { name: "试运行" }).click();
  await expect(page.getByLabel("CSV 文件")).toBeFocused();
  await expect(page.getByText("请填写原因。")).toBeVisible();
  await expectAccessible(page);
});

test("takes its own template, and shows in what a file was read", async ({ page }) => {
  await page.goto("/console/batches/new");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载模板" }).click();
  const template = await readFile(await (await downloading).path(), "utf8");
  await choose(page, template);
  await expect(page.getByText("读到 2 行，积分合计 +150。")).toBeVisible();
  const gbk = [...Buffer.from("externalId;points;note\nu-1;5;"), 0xd5, 0xc5, 0xce, 0xb0];
  await page
    .getByLabel("CSV 文件")
    .setInputFiles({ name: "points.csv", mimeType: "text/csv", buffer: Buffer.from(gbk) });
  const preview = page.getByRole("table", { name: "文件的前几行" });
  await expect(preview.getByRole("row").nth(1)).toContainText("张伟");
  await expect(page.getByLabel("文字不对？换一种编码：")).toHaveValue("gb18030");
  await page.getByLabel("文字不对？换一种编码：").selectOption("windows-1252");
  await expect(preview.getByRole("row").nth(1)).toContainText("ÕÅÎ°");
  await expectAccessible(page);
});

test(
  "holds the same rows back until somebody wants them once more",
  { tag: "@once" },
  async ({ page }, info) => {
    const { externalId } = shopper("registered");
    const text = `externalId,points,note\n${externalId},2,${info.project.name} ${Date.now()}\n`;
    for (const round of ["first", "second"]) {
      await page.goto("/console/batches/new");
      await choose(page, text);
      await page.getByLabel("原因").fill(`重复 ${round}`);
      await page.getByRole("button", { name: "试运行" }).click();
      await expect(page.getByText("这是试运行")).toBeVisible();
      const apply = page.getByRole("button", { name: "执行 1 行" });
      if (round === "second") {
        await expect(page.getByText(/调整任务 \d+ 与此文件内容完全相同/)).toBeVisible();
        await expect(apply).toBeDisabled();
        await expectAccessible(page);
        await page.getByLabel("已核对，确认再次执行").check();
      }
      await apply.click();
      await expect(page).toHaveURL(/\/console\/batches\/\d+$/);
    }
    await expect(page.getByRole("link", { name: /内容与调整任务 \d+ 完全相同/ })).toBeVisible();
  },
);

test("waits for the file where somebody is quicker than what reads it", { tag: "@once" }, async ({
  page,
}) => {
  const { externalId } = shopper("registered");
  await page.goto("/console/batches/new");
  await page.waitForLoadState("networkidle");
  await page.route("**/_next/static/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await route.continue();
  });
  await choose(page, `externalId,points\n${externalId},1\n`);
  await page.getByLabel("原因").fill("等文件读完");
  await page.getByRole("button", { name: "试运行" }).click();
  await expect(page.getByText("这是试运行")).toBeVisible();
});

test("tries a batch, applies it, and keeps its result", async ({ page }, info) => {
  const reason = `暴雨补偿 ${info.project.name} ${Date.now()}`;
  await page.goto("/console/batches");
  await page.getByRole("link", { name: "上传调整任务" }).first().click();
  const { externalId } = shopper("registered");
  const nobody = `nobody-${info.project.name}-${Date.now()}`;
  await choose(page, `externalId,points,note\n${externalId},3,=1+1\n\n${nobody},5,\n`);
  await expect(page.getByText("读到 2 行，积分合计 +8。")).toBeVisible();
  await page.getByLabel("原因").fill(reason);
  await page.getByRole("button", { name: "试运行" }).click();
  const refused = page.getByRole("region", { name: "1 行将被拒绝" });
  await expect(refused.getByRole("listitem")).toHaveText(
    new RegExp(`第 4 行\\s*${nobody}：会员不存在。`),
  );
  await expectAccessible(page);
  await page.getByRole("button", { name: "执行 1 行" }).click();

  await expect(page).toHaveURL(/\/console\/batches\/\d+$/);
  await expect(page.getByText("全部处理完成，可下载结果。")).toBeVisible({ timeout: 30_000 });
  const rows = page.getByRole("table", { name: "逐行结果" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("已执行");
  await expect(rows.nth(2)).toContainText("会员不存在。");
  await expect(rows.nth(2)).toContainText(nobody);
  await expect(rows.nth(2)).toContainText("第 4 行");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载结果" }).click();
  const text = await readFile(await (await downloading).path(), "utf8");
  expect(text).toContain("'=1+1");
  expect(text.split("\n")).toHaveLength(3);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);

  await page.getByRole("link", { name: "全部调整任务" }).click();
  const listed = page.getByRole("table", { name: "批量调整" });
  await expect(listed.getByRole("row").filter({ hasText: reason }).first()).toContainText("已完成");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("says when there is no such batch", async ({ page }) => {
  await page.goto("/console/batches/999999999");
  await expect(page.getByRole("heading", { name: "调整任务不存在" })).toBeAttached();
});
