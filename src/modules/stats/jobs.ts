import type { Loop } from "@/platform/background";
import { RollupFollower } from "./service/follow";

export { countedUpTo } from "./service/follow";

export const statsLoops = (): Loop[] => [new RollupFollower()];
