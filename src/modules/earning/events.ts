import { z } from "zod";
import { eventsOf } from "@/platform/events";
import { invitationOutcome } from "./schema/referral";

export const earningEvents = {
  /** Somebody registered with an invite code; what became of it. */
  "member.invitation": z.object({ outcome: invitationOutcome }),
};

export const earningEvent = eventsOf(earningEvents);
