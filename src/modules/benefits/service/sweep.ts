import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import { expireReservations } from "../store";

const PAGE = 500;

/** Marks reservations whose time ran out, a page a transaction. */
export async function expireDue({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const ended = await runWork(jobOrigin(now), null, ({ tx }) =>
      expireReservations(tx, now, PAGE),
    );
    handled += ended;
    if (ended < PAGE) break;
  }
  return { handled };
}
