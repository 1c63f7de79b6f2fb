import { z } from "zod";
import { invitationOutcome } from "./schema/referral";

export const earningEvents = {
  /** Somebody registered with an invite code; what became of it. */
  "member.invitation": z.object({ outcome: invitationOutcome }),
};
