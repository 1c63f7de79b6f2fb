import type { Work } from "@/platform/work";
import { type Parts, partsOf, samePartsAgain } from "../../orders/rules/parts";
import type { Part } from "../../orders/schema/cart";
import type { Telling } from "../../orders/schema/check";
import * as book from "../../orders/service/book";
import type { Fit } from "./room";

/** What refunds and returns name of lines, as it is kept beside them. */

export type KeptPart = Part & { countedMinor: number };

/** While it waits for its order. */
export function waiting({ parts }: Parts): KeptPart[] {
  return parts.map((part) => ({ ...part, countedMinor: 0 }));
}

export function counted({ parts }: Fit): KeptPart[] {
  return parts.map(({ part, countedMinor }) => ({ ...part, countedMinor }));
}

/** Whether it is told again as it was. */
export async function namesTheSame(
  work: Work,
  kind: book.PartKind,
  reference: string,
  again: Telling,
): Promise<boolean> {
  if (again.lines === undefined) return true;
  const known = await book.partsOf(work.tx, kind, reference);
  return samePartsAgain(known, partsOf(again).parts);
}

/** What one that waited had told. */
export function toldBy(
  kept: readonly book.PartRow[],
  of: { kind: book.PartKind; reference: string; amountMinor: number },
): Parts {
  const parts = kept
    .filter(({ kind, reference }) => kind === of.kind && reference === of.reference)
    .map(({ lineId, quantity, amountMinor }) => ({ lineId, quantity, amountMinor }));
  const isSaid = parts.every(({ amountMinor }) => amountMinor !== null);
  const named = parts.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
  return { parts, restMinor: isSaid ? of.amountMinor - named : 0 };
}
