import type { Work } from "@/platform/work";
import type { OrderRow, PartRow } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";
import { toldBy } from "./named";
import type { ReturnsBook } from "./returns-book";
import { fitOf } from "./room";
import { refused } from "./tell";

/**
 * The order of open returns was edited: what each is about follows from it anew. One that names a line
 * which is gone ends, and is told.
 */
export async function refitReturns(
  work: Work,
  account: Account,
  order: OrderRow,
  { returns, parts }: { returns: ReturnsBook; parts: readonly PartRow[] },
): Promise<Action[]> {
  const actions: Action[] = [];
  for (const row of returns.open) {
    const { returnId: reference, amountMinor: before, openMinor } = row;
    const kept = { kind: "RETURN", reference, amountMinor: before } as const;
    const fit = await fitOf(work, order, toldBy(parts, kept));
    const { amountMinor } = fit.figures;
    if (fit.fault?.reason === "LINE_UNKNOWN") {
      returns.endUnheld(row.id, "REFUSED");
      const what = { kind: "RETURN" as const, id: reference, amountMinor: before };
      actions.push(...refused(work, account, order, { ...what, reason: "LINE_UNKNOWN" }));
      continue;
    }
    const used = before - openMinor;
    returns.refit(row, { ...fit.named, amountMinor, openMinor: Math.max(0, amountMinor - used) });
  }
  return actions;
}
