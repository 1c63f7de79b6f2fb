import { test } from "@playwright/test";
import { admin, operator, prefer, shopper, signIn } from "../support";

const dir = "/tmp/w/shots/console";
for (const [locale, theme] of [["zh-CN", "light"], ["en", "dark"]] as const) {
  test(`shots ${locale} ${theme}`, async ({ page }, info) => {
    test.setTimeout(120_000);
    const name = (what: string) => `${dir}/${what}-${locale}-${theme}-${info.project.name}.png`;
    await prefer(page, { locale, theme });
    await signIn(page, admin());
    const zh = locale === "zh-CN";
    await page.goto(`/console/members/${shopper("bronze").memberId}`);
    await page.screenshot({ path: name("member") });
    await page.getByRole("button", { name: zh ? "调整积分" : /Adjust/ }).first().click();
    await page.getByRole("dialog").waitFor();
    await page.waitForTimeout(800);
    await page.screenshot({ path: name("adjust") });
    await page.goto(`/console/members/${shopper("bronze").memberId}`);
    await page.getByRole("button", { name: zh ? "设置等级" : /tier/i }).first().click();
    await page.getByRole("button", { name: zh ? "打开日历" : "Open calendar" }).click();
    await page.waitForTimeout(800);
    await page.screenshot({ path: name("calendar") });
    for (const [what, path] of [["nope", "/console/nope"], ["approvals", "/console/approvals"], ["upload", "/console/batches/new"], ["overview", "/console"]] as const) {
      await page.goto(path);
      await page.screenshot({ path: name(what) });
    }
    await page.goto("/console/tiers");
    await page.locator("main input").nth(3).fill("zzz");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("a");
    await page.getByRole("option").first().click();
    await page.getByRole("alertdialog").waitFor();
    await page.waitForTimeout(600);
    await page.screenshot({ path: name("leaving") });
    await page.context().clearCookies();
    await prefer(page, { locale, theme });
    await signIn(page, operator());
    await page.goto("/console/keys");
    await page.screenshot({ path: name("keys-refused") });
    await page.context().clearCookies();
    await prefer(page, { locale, theme });
    await signIn(page, shopper("gold"));
    await page.goto("/membership");
    await page.screenshot({ path: name("membership"), fullPage: true });
    await page.goto("/membership/profile");
    await page.screenshot({ path: name("profile") });
  });
}
