import { expect, type Page } from "./test";

/** What a development system sends, read as whoever tries it does. */

const serial = () => `${Date.now()}${Math.floor(Math.random() * 1e4)}`;

export const someEmail = () => `e2e-${serial()}@shop.example`;

/** A mobile number of China that nobody has. */
export const somePhone = () => `137${serial().slice(-8)}`;

/** The newest message to an address; what it says is in the list of the page. */
export async function messageTo(page: Page, address: string) {
  const outbox = await page.context().newPage();
  const message = outbox.getByRole("listitem").filter({ hasText: address }).first();
  await expect(async () => {
    await outbox.goto("/dev/outbox");
    await expect(message).toBeVisible({ timeout: 1000 });
  }).toPass();
  const text = (await message.textContent()) ?? "";
  const output = message.locator("output");
  const code = (await output.count()) > 0 ? await output.textContent() : null;
  await outbox.close();
  return { text, code };
}

export async function codeTo(page: Page, address: string): Promise<string> {
  const { code } = await messageTo(page, address);
  if (code === null) throw new Error(`the newest message to ${address} has no code`);
  return code;
}
