import { prisma } from "@/platform/prisma";

/** A member's lots that hold anything, by expiry, with the entry that made each. */
export async function liveLotsOf(memberId: number, afterId: number | null, limit: number) {
  const lots = await prisma().pointsLot.findMany({
    where: { memberId, live: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    ...(afterId === null ? {} : { cursor: { id: afterId }, skip: 1 }),
    take: limit,
  });
  const entries = await prisma().pointsEntry.findMany({
    where: { id: { in: lots.map((lot) => lot.entryId) } },
    select: { id: true, type: true, referenceType: true, referenceId: true },
  });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return lots.map((lot) => ({ ...lot, entry: byId.get(lot.entryId) }));
}
