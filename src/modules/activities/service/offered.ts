import type { Ask } from "@/platform/trpc";
import { giftsOf } from "../../coupons/service/give";
import { type ActivityRow, listed } from "../store/activities";

const PAGE = 200;
/** More at a time than anybody looks through. */
const ACTIVITIES_MAX = 1_000;

/** What runs or is to run, with the coupons that they were announced with. */
export async function offeredActivities(ask: Ask) {
  const rows = [...(await allOf(ask, "RUNNING")), ...(await allOf(ask, "SCHEDULED"))];
  const gifts = await giftsOf(
    ask,
    rows.flatMap(({ couponVersionId }) => couponVersionId ?? []),
  );
  return rows.map((row) => {
    const gift = gifts.get(row.couponVersionId ?? 0);
    // Of one that is not issued any more nothing is given meanwhile.
    return { ...row, isMissing: row.couponVersionId !== null && gift?.isOver !== false };
  });
}

async function allOf(ask: Ask, status: "RUNNING" | "SCHEDULED"): Promise<ActivityRow[]> {
  const all: ActivityRow[] = [];
  let last: ActivityRow | undefined;
  do {
    const after = last ? { endsAt: last.endsAt, id: last.id } : null;
    const filter = { status, kind: null, drafts: false, now: ask.now, after, limit: PAGE };
    const rows = await listed(ask.db, filter);
    all.push(...rows);
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last && all.length < ACTIVITIES_MAX);
  return all;
}
