import { createHmac, randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { env } from "@/env";
import { DEVICE_DAYS } from "../rules/sign-in";
import { deviceCookieName, isSecureSite, openCookies } from "./cookies";

/**
 * A browser remembers by an encrypted cookie which accounts signed in with it. It opens nothing: it
 * only gives its browser tries of its own while strangers guess (OWASP's device cookies).
 */
export interface Device {
  id: string;
  /** Keyed hashes of the accounts, the latest first. */
  accounts: readonly string[];
}

const ACCOUNTS_MAX = 5;
/** Of another kind than the session's cookie, though the same secret makes both. */
const SALT = "member-system.device";
const MAX_AGE_SECONDS = DEVICE_DAYS * 24 * 3600;

function hashed(account: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`device ${account}`).digest("base64url");
}

export function knowsAccount(device: Device, account: string): boolean {
  return device.accounts.includes(hashed(account));
}

/** Of an account that a link of the shop's opened here, whatever address it has. */
export const handedOver = (userId: number) => `handed over ${userId}`;

/** @param cookies the request's Cookie header */
export async function deviceOf(cookies: string): Promise<Device | null> {
  for (const { device: id, accounts } of await openCookies(cookies, deviceCookieName(), SALT)) {
    if (typeof id === "string" && Array.isArray(accounts)) return { id, accounts };
  }
  return null;
}

export function newDeviceId(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * The Set-Cookie line by which a browser is known that has just signed in to an account.
 *
 * @param id of the browser, also where it was not known before
 */
export async function rememberingCookie(
  device: Device | null,
  id: string,
  account: string,
): Promise<string> {
  const others = (device?.accounts ?? []).filter((known) => known !== hashed(account));
  const accounts = [hashed(account), ...others].slice(0, ACCOUNTS_MAX);
  const value = await encode({
    token: { device: id, accounts },
    secret: env().AUTH_SECRET,
    salt: SALT,
    maxAge: MAX_AGE_SECONDS,
  });
  const secure = isSecureSite() ? "; Secure" : "";
  return `${deviceCookieName()}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}
