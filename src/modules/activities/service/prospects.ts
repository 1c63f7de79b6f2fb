import type { Work } from "@/platform/work";
import * as store from "../store/activities";

/**
 * What of activities and invitations an order could touch at all. Most orders touch neither, so one
 * small read stands for both; asked for early it travels with other statements, and again in the same
 * work it is not read again.
 */
export function prospectsOf(work: Work, memberId: number, paidAt: Date): Promise<store.Prospects> {
  const key = `prospects@${memberId}@${paidAt.getTime()}`;
  const known = work.found<Promise<store.Prospects>>(key);
  if (known) return known;
  const asked = store.prospectsOf(work.tx, memberId, paidAt);
  asked.catch(() => undefined); // told to whoever waits for it
  return work.keep(key, asked);
}
