import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { type Answerers, type Link, openLink } from "./link";
import { roleOf } from "./role";

/** The primary, as one of its processes sees it. */

declare global {
  // Pages and the programs are bundled apart; a process has one primary.
  var __memberSystemPrimary: Link | undefined;
}

/** Undefined in a process that stands alone: `npm run dev`, tools, tests. */
export function primary(): Link | undefined {
  return globalThis.__memberSystemPrimary;
}

/**
 * Without its primary a process ends at once: nobody would stop it, and nobody counts for it. Whoever is
 * last takes away what the primary, killed, could not.
 */
export function joinPrimary(answerers: Answerers): void {
  if (roleOf() === undefined || !process.send) return;
  globalThis.__memberSystemPrimary = openLink(process, { alive: () => null, ...answerers });
  process.once("disconnect", () => process.exit(1));
  // Node itself ends those that share the port, before anybody hears of it.
  process.once("exit", () => {
    const [, , , socket] = process.argv;
    if (socket && !process.connected) rmSync(dirname(socket), { recursive: true, force: true });
  });
}
