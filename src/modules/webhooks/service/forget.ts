import { reader } from "@/platform/db";
import type { JobContext, JobResult } from "@/platform/jobs";
import { eventsAfter } from "@/platform/outbox";
import { eraseAnswers } from "../store/deliveries";
import { neededFrom } from "../store/endpoints";

const PAGE = 100;

/**
 * What receivers answered to events of a member goes when they close: it may repeat what was sent.
 * Follows the published closings, so that one is done once.
 */
export async function forgetAnswers({ progress, stopping }: JobContext): Promise<JobResult> {
  let position = Number(progress ?? "0");
  let handled = 0;
  while (!stopping()) {
    const closings = await eventsAfter(reader, position, ["member.closed"], PAGE);
    for (const { memberId, sequence } of closings) {
      if (memberId !== null) await eraseAnswers(memberId);
      position = sequence;
    }
    handled += closings.length;
    if (closings.length < PAGE) break;
  }
  return { handled, progress: String(position) };
}

/** The last event that every endpoint has got. */
export const deliveredUpTo = (): Promise<number> => neededFrom(reader);
