import type { Reader } from "@/platform/db";
import { waitingCorrections } from "../../access/service/approvals";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import { anyWaitingRow } from "../store";

/** What waits for a second person, or for its turn, was asked for one of two; it is decided first. */
export async function faultsOfCorrections(db: Reader, { from, into }: Pair): Promise<MergeFault[]> {
  const ids = [from.id, into.id];
  const asked = await Promise.all(ids.map((id) => waitingCorrections(db, id)));
  const waits = asked.flat().length > 0 || (await anyWaitingRow(db, ids));
  return waits ? [{ reason: "CORRECTION_WAITING", about: null }] : [];
}
