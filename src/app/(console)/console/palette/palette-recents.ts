import { z } from "zod";
import { foundKind, RECENTS_MAX } from "@/modules/search/schema";

/**
 * What somebody opened by the palette, the last first. The browser keeps numbers alone: what they are
 * called is asked anew, by what whoever looks may see now.
 */

const recent = z.union([
  z.strictObject({ href: z.string() }),
  z.strictObject({ kind: foundKind, id: z.string() }),
]);
export type Recent = z.output<typeof recent>;

const keyOf = (actor: string) => `palette ${actor}`;

export function readRecents(actor: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(actor)) ?? "[]");
    return z.array(recent).parse(kept).slice(0, RECENTS_MAX);
  } catch {
    // Written by another release, or kept from us: then there are none.
    return [];
  }
}

export function keepRecent(actor: string, opened: Recent): void {
  const same = (one: Recent) => JSON.stringify(one) === JSON.stringify(opened);
  const recents = [opened, ...readRecents(actor).filter((one) => !same(one))];
  try {
    localStorage.setItem(keyOf(actor), JSON.stringify(recents.slice(0, RECENTS_MAX)));
  } catch {
    // A browser that keeps nothing opens pages all the same.
  }
}
