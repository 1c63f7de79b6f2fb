import type { Work } from "@/platform/work";
import * as store from "../store/activities";

/**
 * What of activities and invitations an order could touch at all. Most orders touch neither, so one
 * small read stands for both; again in the same work it is not read again.
 */
export function prospectsOf(work: Work, memberId: number, paidAt: Date): Promise<store.Prospects> {
  const key = `prospects@${memberId}@${paidAt.getTime()}`;
  const known = work.found<Promise<store.Prospects>>(key);
  if (known) return known;
  const prospects = store.prospectsOf(work.tx, memberId, paidAt);
  prospects.catch(() => undefined); // told to whoever waits for it
  return work.keep(key, prospects);
}

/** Sends the read of prospectsOf ahead, so that it travels with other statements and is there when asked for. */
export function prefetchProspects(work: Work, memberId: number, paidAt: Date): void {
  prospectsOf(work, memberId, paidAt);
}
