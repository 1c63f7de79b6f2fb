import { hkdfSync } from "node:crypto";
import { type JWTPayload, jwtDecrypt } from "jose";
import { env } from "@/env";

/**
 * The names of our cookies. Behind https a browser takes and sends back a `__Host-` cookie only if this
 * host itself set it, so no other site of the domain can plant one; the plain name counts for nothing
 * there. Without https browsers refuse the prefix.
 */

export function isSecureSite(): boolean {
  return env().APP_URL.startsWith("https:");
}

function named(name: string): string {
  return isSecureSite() ? `__Host-${name}` : name;
}

export const sessionCookieName = () => named("next-auth.session-token");
export const deviceCookieName = () => named("member-system.device");
export const inviteCookieName = () => named("member-system.invite");

/** A browser has one of a name, or two while one of another path is left; more are made up. */
const OF_A_NAME_MAX = 2;

export function cookiesNamed(header: string, cookieName: string): string[] {
  const found: string[] = [];
  for (const part of header.split(";")) {
    const [name, ...value] = part.trim().split("=");
    if (name === cookieName && found.push(value.join("=")) === OF_A_NAME_MAX) break;
  }
  return found;
}

const keys = new Map<string, Uint8Array>();

/** As next-auth derives it, but once: that is far more work than opening a cookie with it. */
function keyOf(secret: string, salt: string): Uint8Array {
  const name = `${salt} ${secret}`;
  const known = keys.get(name);
  if (known) return known;
  const purpose = `NextAuth.js Generated Encryption Key${salt === "" ? "" : ` (${salt})`}`;
  const key = new Uint8Array(hkdfSync("sha256", secret, salt, purpose, 32));
  keys.set(name, key);
  return key;
}

/**
 * The claims of the first cookies under a name, as next-auth's `encode` seals them, in the order they were
 * sent. A cookie of another secret or one cut short holds none.
 */
export async function openCookies(header: string, name: string, salt = ""): Promise<JWTPayload[]> {
  const key = keyOf(env().AUTH_SECRET, salt);
  const opened = cookiesNamed(header, name).map((token) =>
    jwtDecrypt(token, key, { clockTolerance: 15 }).then(
      ({ payload }) => [payload],
      () => [],
    ),
  );
  return (await Promise.all(opened)).flat();
}
