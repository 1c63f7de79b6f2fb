import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import * as rows from "../store/rows";
import * as runs from "../store/runs";
import { applyPage } from "./apply";
import { judgePage } from "./judge";
import { dropImport } from "./runs";

/** Judges and applies imports, a page a transaction; goes on where it was interrupted. */
export async function runImports({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  const each = new EachAlone();
  for (const [status, turn] of [
    ["CHECKING", judgePage],
    ["RUNNING", applyPage],
  ] as const) {
    for (const { id } of await runs.runsIn(reader, status)) {
      for (;;) {
        if (stopping()) return { handled, ...each.faults };
        const done = (await each.try({ importId: id }, () => turn(id, now))) ?? 0;
        handled += done;
        if (done === 0) break;
      }
    }
  }
  return { handled, ...each.faults };
}

const DAY_MS = 86_400_000;
/** What nobody finished is dropped, and what was not wanted is forgotten. */
const LEFT_DAYS = 30;
const PAGE = 1000;

export async function pruneImports({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  const before = new Date(now.getTime() - LEFT_DAYS * DAY_MS);
  for (const { id: importId } of await runs.leftBefore(reader, before)) {
    await runWork(jobOrigin(now), null, (work) => dropImport(work, { importId }));
    handled += 1;
  }
  for (const status of ["DROPPED", "REJECTED"] as const) {
    for (const { id } of await runs.runsIn(reader, status)) {
      for (;;) {
        if (stopping()) return { handled };
        const forget = () =>
          runWork(jobOrigin(now), null, (work) => rows.forgetFacts(work.tx, id, PAGE));
        const gone = await forget();
        handled += gone;
        if (gone < PAGE) break;
      }
    }
  }
  return { handled };
}
