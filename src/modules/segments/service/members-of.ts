import type { Work } from "@/platform/work";
import { segmentEvent } from "../events";
import type { Moment } from "../rules/moment";
import type { Whom } from "../store/facts";
import { ruleSql } from "../store/rule-sql";
import * as store from "../store/segments";

/**
 * Who of some members enters and leaves a segment by its rule, whose row is held. What is told is told in the same
 * transaction, once for each change, and only of what members did: while a rule of lately is gone
 * through for the first time, it is the rule that changed.
 */
export async function lookAgain(
  work: Work,
  segment: store.SegmentRow,
  whom: Whom,
  moment: Moment,
): Promise<void> {
  const { id, rule } = segment;
  if (rule === null) return;
  const { tx } = work;
  const condition = ruleSql(rule, moment);
  const [entered, left] = [
    await store.entering(tx, id, whom, condition),
    await store.leaving(tx, id, whom, condition),
  ];
  store.addMembers(tx, id, entered, work.now);
  store.removeMembers(tx, id, left);
  if (isSettled(segment)) await tell(work, segment, { entered, left });
}

export const isSettled = ({ rule, settledRevision, revision }: store.SegmentRow) =>
  rule === null || settledRevision === revision;

export async function tell(
  work: Work,
  { id: segmentId, tells }: store.SegmentRow,
  { entered, left }: { entered: readonly number[]; left: readonly number[] },
): Promise<void> {
  if (!tells || entered.length + left.length === 0) return;
  const names = await store.externalIds(work.tx, [...entered, ...left]);
  const say = (type: "segment.entered" | "segment.left", memberId: number) =>
    work.emit(segmentEvent(type, memberId, { externalId: names.get(memberId) ?? null, segmentId }));
  for (const memberId of entered) say("segment.entered", memberId);
  for (const memberId of left) say("segment.left", memberId);
}
