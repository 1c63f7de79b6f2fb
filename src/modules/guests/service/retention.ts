import { reader, transaction } from "@/platform/db";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages } from "@/platform/retention";
import { forgottenBefore } from "../rules";
import * as events from "../store/events";
import * as keys from "../store/keys";
import { guestSetting } from "./setting";

/** Forgets orders that nobody claimed in time, and the keys of which nothing is kept any more. */
export async function pruneGuests(context: JobContext): Promise<JobResult> {
  const { claimDays } = await guestSetting(reader);
  const before = forgottenBefore(context.now, claimDays);
  const gone = await forgetPages(context, (limit) =>
    transaction((tx) => events.forgetEvents(tx, before, limit)),
  );
  const unnamed = await forgetPages(context, (limit) => forgetKeys(before, limit));
  return { handled: gone.handled + unnamed.handled };
}

/** Under their locks, so that an event that names one just now finds it there or makes it anew. */
function forgetKeys(before: Date, limit: number): Promise<number> {
  return transaction(async (tx) => {
    const found = (await keys.lockForgotten(tx, before, limit)).map(({ keyHash }) => keyHash);
    const still = new Set(await events.keysWithEvents(tx, found));
    const empty = found.filter((keyHash) => !still.has(keyHash));
    await keys.deleteKeys(tx, empty);
    return empty.length;
  });
}
