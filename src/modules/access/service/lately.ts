import type { Ask } from "@/platform/trpc";
import { askedSince } from "../store/approvals";
import { givenSince } from "../store/grants";

const DAYS = 30;
const DAY_MS = 86_400_000;

/** What each of some persons asked for in the last thirty days, how it ended, and what they gave alone. */
export async function latelyOf({ db, now }: Pick<Ask, "db" | "now">, personIds: readonly number[]) {
  const ids = [...new Set(personIds)];
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const [asked, given] = await Promise.all([
    askedSince(db, ids, since),
    givenSince(
      db,
      ids.map((id) => `user:${id}`),
      since.toISOString().slice(0, 10),
    ),
  ]);
  return new Map(
    ids.map((id) => {
      const theirs = asked.filter(({ requesterId }) => requesterId === id);
      const countOf = (status: string) => theirs.find((one) => one.status === status)?.count ?? 0;
      const amountOf = (kind: string) =>
        given.find((one) => one.grantor === `user:${id}` && one.kind === kind)?.amount ?? 0;
      return [
        id,
        {
          asked: theirs.reduce((sum, { count }) => sum + count, 0),
          approved: countOf("APPROVED"),
          rejected: countOf("REJECTED"),
          pointsAlone: amountOf("points"),
          piecesAlone: amountOf("pieces"),
          liftsAlone: amountOf("lifts"),
        },
      ];
    }),
  );
}
