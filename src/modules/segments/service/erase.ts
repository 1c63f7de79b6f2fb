import type { Tx } from "@/platform/db";
import { forgetFacts } from "../store/facts";
import { forgetLabels, moveLabels } from "../store/labels";
import { leaveAll } from "../store/segments";

/** What rules ask of somebody who is gone goes, with what was written down about them. */
export async function eraseLabelsOf(tx: Tx, memberId: number): Promise<void> {
  forgetFacts(tx, memberId);
  forgetLabels(tx, memberId);
  await leaveAll(tx, memberId, null);
}

/** Of two who become one: the facts of who stays are made anew from what is theirs then. */
export async function mergeLabels(tx: Tx, from: number, into: number): Promise<void> {
  forgetFacts(tx, from);
  moveLabels(tx, from, into);
  await leaveAll(tx, from, into);
}
