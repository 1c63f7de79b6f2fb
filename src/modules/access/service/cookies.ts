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

/** The values under a name, in the order they were sent. */
export function cookiesNamed(header: string, wanted: string): string[] {
  return header.split(";").flatMap((part) => {
    const [name, ...value] = part.trim().split("=");
    return name === wanted ? [value.join("=")] : [];
  });
}
