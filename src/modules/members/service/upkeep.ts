import { reader, transaction } from "@/platform/db";
import { keyedIdentity } from "@/platform/identity-key";
import type { JobContext, JobResult } from "@/platform/jobs";
import * as store from "../store/members";
import * as names from "../store/names";

/** What releases before kept otherwise is made as it is kept today. */

const REKEY_PAGE = 1000;

/** Hashes that releases before kept without a key get one. */
export async function keyIdentities({ stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const plain = await store.unkeyedIdentities(reader, REKEY_PAGE);
    for (const hash of plain) await store.keyIdentity(hash, await keyedIdentity(reader, hash));
    handled += plain.length;
    if (plain.length < REKEY_PAGE) break;
  }
  return { handled };
}

/** Nicknames of releases before, and such as folded otherwise, become findable by their parts. */
export async function cutNames({ progress, stopping }: JobContext): Promise<JobResult> {
  let [after, handled]: [number | null, number] = [Number(progress ?? 0), 0];
  while (after !== null && !stopping()) {
    const from: number = after;
    const page = await transaction((tx) => names.cutNames(tx, from));
    [after, handled] = [page.last, handled + page.cut];
  }
  return { handled, progress: String(after ?? 0) };
}
