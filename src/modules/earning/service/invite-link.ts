import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/env";
import { cookiesNamed, inviteCookieName, isSecureSite } from "../../access/service/cookies";
import { maskedName, normalCode } from "../rules/invite";

/**
 * An invitation on its way: a link with the code and, signed, how the one who invites is called. What a page
 * says of a link follows from the link alone, so that nobody learns from it which codes there are. Whoever
 * follows one keeps it in a cookie, sealed with the moment, until they are a member.
 */

export interface Followed {
  code: string;
  /** How the one who invites is called, masked; null where the link did not say it. */
  inviter: string | null;
  /** When the link was followed. */
  at: Date;
}

const COOKIE_DAYS = 30;
const MAX_AGE_SECONDS = COOKIE_DAYS * 24 * 3600;
const SIGNATURE_LENGTH = 22;
/** A masked name is one sign, which may be an emoji of many parts. */
const NAME_LENGTH_MAX = 120;

const signatureOf = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("base64url").slice(0, SIGNATURE_LENGTH);

function isSigned(text: string, signature: string): boolean {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  const given = Buffer.from(signature);
  return [env().AUTH_SECRET, ...env().AUTH_SECRET_PREVIOUS].some((secret) => {
    const right = Buffer.from(signatureOf(secret, text));
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

const linked = (code: string, name: string) => `invite link\n${code}\n${name}`;
const kept = (code: string, at: string, name: string) => `invite kept\n${code}\n${at}\n${name}`;

/** What a member sends to friends. */
export function inviteLink(code: string, nickname: string | null): string {
  const link = new URL("/tiers", env().APP_URL);
  link.searchParams.set("invite", code);
  const masked = maskedName(nickname);
  if (masked !== null) {
    const name = Buffer.from(masked).toString("base64url");
    link.searchParams.set("by", `${name}.${signatureOf(env().AUTH_SECRET, linked(code, name))}`);
  }
  return link.href;
}

const textOf = (name: string) => (name === "" ? null : Buffer.from(name, "base64url").toString());

/** What a link says, as it was followed; null for one that invites nobody. */
export function followedLink(query: URLSearchParams, now: Date): Followed | null {
  const code = normalCode(query.get("invite") ?? "");
  if (code === null) return null;
  const by = query.get("by") ?? "";
  const [name = "", signature = ""] = by.length > NAME_LENGTH_MAX ? [] : by.split(".");
  const inviter = isSigned(linked(code, name), signature) ? textOf(name) : null;
  return { code, inviter, at: now };
}

/** The Set-Cookie line that keeps it. */
export function inviteCookie({ code, inviter, at }: Followed): string {
  const moment = at.getTime().toString(36);
  const name = inviter === null ? "" : Buffer.from(inviter).toString("base64url");
  const signature = signatureOf(env().AUTH_SECRET, kept(code, moment, name));
  return cookieLine(`${code}.${moment}.${name}.${signature}`, MAX_AGE_SECONDS);
}

/** The Set-Cookie line by which it is forgotten. */
export const forgettingCookie = () => cookieLine("", 0);

function cookieLine(value: string, maxAge: number): string {
  const secure = isSecureSite() ? "; Secure" : "";
  return `${inviteCookieName()}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

/** @param cookies the request's Cookie header */
export function keptInvitation(cookies: string, now: Date): Followed | null {
  for (const value of cookiesNamed(cookies, inviteCookieName())) {
    const [code = "", moment = "", name = "", signature = ""] = value.split(".");
    if (!isSigned(kept(code, moment, name), signature)) continue;
    const at = new Date(Number.parseInt(moment, 36));
    const isOver = now.getTime() - at.getTime() > MAX_AGE_SECONDS * 1000;
    return isOver ? null : { code, inviter: textOf(name), at };
  }
  return null;
}
