import { z } from "zod";
import { foundKind, RECENTS_MAX } from "@/modules/search/schema";
import { remember, remembered } from "@/ui/device-memory";

/**
 * What somebody opened by the palette, the last first. The browser keeps numbers alone: what they are
 * called is asked anew, by what whoever looks may see now. With signing out they go.
 */

const recent = z.union([
  z.strictObject({ href: z.string() }),
  z.strictObject({ kind: foundKind, id: z.string() }),
]);
export type Recent = z.output<typeof recent>;

const keyOf = (actor: string) => `palette ${actor}`;

export function readRecents(actor: string): Recent[] {
  // Written by another release, or kept from us: then there are none.
  const kept = z.array(recent).safeParse(remembered(keyOf(actor)));
  return kept.success ? kept.data.slice(0, RECENTS_MAX) : [];
}

export function keepRecent(actor: string, opened: Recent): void {
  const same = (one: Recent) => JSON.stringify(one) === JSON.stringify(opened);
  const recents = [opened, ...readRecents(actor).filter((one) => !same(one))];
  remember(keyOf(actor), recents.slice(0, RECENTS_MAX));
}
