import type { Job } from "@/platform/jobs";
import { pruneCardCodes } from "./service/card-codes";
import { pruneParked } from "./service/told";
import { cutNames, keyIdentities } from "./service/upkeep";

export const membersJobs: readonly Job[] = [
  { name: "members.keyIdentities", everySeconds: 3600, run: keyIdentities },
  { name: "members.cutNames", everySeconds: 24 * 3600, run: cutNames },
  { name: "members.pruneCardCodes", everySeconds: 3600, run: pruneCardCodes },
  { name: "members.pruneParked", everySeconds: 24 * 3600, run: pruneParked },
];
