import { randomBytes } from "node:crypto";
import { spendPass } from "@/modules/access/service/passes";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { as } from "./actors";
import { fresh } from "./factories";

/** People who have no account yet, or forgot how to get in: what they ask, and what they are sent. */

const byte = () => String(randomBytes(1)[0]);

/** An address in a region that no other test uses. */
export const somewhere = () =>
  `${100 + Math.floor(Math.random() * 100)}.${byte()}.${byte()}.${byte()}`;

export const someEmail = () => `${fresh("n").toLowerCase()}@shop.example`;

/** A mobile number that nobody has. */
export const somePhone = () => {
  const digits = randomBytes(5).readUIntBE(0, 5) % 100_000_000;
  return `139${String(digits).padStart(8, "0")}`;
};

/** A stranger's browser at one address. */
export function stranger(remoteAddress = somewhere()) {
  return as(ANONYMOUS, { remoteAddress, locale: "zh-CN" });
}

/** What was sent to an address, the newest first. */
export async function sentTo(address: string) {
  const { items } = await as(ANONYMOUS).sending.mailbox({ limit: 100 });
  return items.filter((item) => item.address === address);
}

/** As it was sent last. */
export async function codeSentTo(address: string): Promise<string> {
  const code = (await sentTo(address))[0]?.code;
  if (!code) throw new Error(`no code was sent to ${address}`);
  return code;
}

/** The minute after which another may be asked for is over. */
export async function waitForResend(): Promise<void> {
  await reader.write("UPDATE sign_in_count SET endsAt = ? WHERE kind = 'RESEND'", [new Date(0)]);
}

/** Signed up by code; their account and member. */
export async function joined(
  contact: string,
  address: string,
  password: string | null = null,
  browser = stranger(),
) {
  const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact });
  const code = await codeSentTo(address);
  const { pass } = await browser.identity.signUp({ ticket, code, password });
  const sql = "SELECT id, memberId FROM user WHERE email = ? OR phone = ?";
  const user = await reader.row<{ id: number; memberId: number }>(sql, [address, address]);
  if (!user) throw new Error("no account was made");
  return { ...user, pass };
}

/** Opens a session with a pass, as the sign-in does for a browser that nobody knows. */
export function enterWith(pass: string) {
  return spendPass(pass, { network: networkOf(somewhere()) });
}
