import type { Loop } from "@/platform/background";
import { reader } from "@/platform/db";
import { RollupFollower } from "./service/follow";
import { positionNow } from "./store/position";

export const statsLoops = (): Loop[] => [new RollupFollower()];

/** The last event that the figures have; none while they are made anew. */
export async function countedUpTo(): Promise<number> {
  const at = await positionNow(reader);
  return !at || at.clearing ? 0 : at.sequence;
}
