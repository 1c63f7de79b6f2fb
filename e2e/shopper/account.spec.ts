import { readFileSync } from "node:fs";
import { expectAccessible, expectNoSidewaysScroll, prefer, shopper, signIn } from "../support";
import { expect, test } from "../test";

test("takes everything along that is kept about the member", async ({ page }) => {
  await signIn(page, shopper("silver"));
  await page.goto("/membership/profile");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载数据（JSON）" }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^membership-M\d{12}\.json$/);
  const document = JSON.parse(readFileSync(await file.path(), "utf8"));
  expect(document.profile.externalId).toBe("demo-silver");
  expect(document.account.email).toBe(shopper("silver").email);
  expect(document.lists.orders.items.length).toBeGreaterThan(0);
});

test("closes nothing by a slip: the code and the password have to be right", async ({ page }) => {
  await prefer(page, { locale: "en" });
  await signIn(page, shopper("silver"));
  await page.goto("/membership/profile");
  await page.getByRole("button", { name: "Close my account" }).click();
  const dialog = page.getByRole("dialog", { name: "Close my account" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "[role=dialog]");
  await expectNoSidewaysScroll(page);

  await dialog.getByRole("button", { name: "Close account" }).click();
  await expect(dialog.getByText("This doesn’t match your member code.")).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: /^Enter your member code/ })).toBeFocused();

  const code = (await dialog.getByText(/^Enter your member code/).textContent())?.match(/M\d{12}/);
  await dialog.getByRole("textbox", { name: /^Enter your member code/ }).fill(code?.[0] ?? "");
  await dialog.getByLabel("Password").fill("not the password");
  await dialog.getByRole("button", { name: "Close account" }).click();
  await expect(dialog.getByText("Incorrect password.")).toBeVisible();

  await dialog.getByRole("button", { name: "Keep my account" }).click();
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Profile");
});
