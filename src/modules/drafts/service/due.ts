import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { asDomainError } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { requireRequester } from "../../access/service/approvals";
import { lockProgram } from "../../program/service";
import * as store from "../store";
import { park, publishScheduled } from "./publish";

const PAGE = 20;

/** Publishes what was scheduled, each in a transaction of its own, the earliest first. */
export async function publishDue({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  const each = new EachAlone();
  for (const draftId of await store.dueDrafts(reader, now, PAGE)) {
    if (stopping()) break;
    if (await each.try({ draftId }, () => publishOne(draftId, now))) handled += 1;
  }
  return { handled, ...each.faults };
}

/** False where somebody was faster, or it was cancelled. */
async function publishOne(draftId: number, now: Date): Promise<boolean> {
  const known = await store.draftById(reader, draftId);
  if (!known?.scheduledBy) return false;
  // In the name of whoever decided it: the version and the log say whose it is.
  const caller = { ...ANONYMOUS, actor: known.scheduledBy };
  return runWork({ ...jobOrigin(now), caller }, null, (work) => publishDraftDue(work, draftId));
}

export async function publishDraftDue(work: Work, draftId: number): Promise<boolean> {
  const known = await store.draftById(work.tx, draftId);
  if (!known) return false;
  // The program before the draft, as whoever publishes by hand.
  const refusal = await refusalOf(() => lockProgram(work, known.baseVersionId));
  const row = await store.lockDraft(work.tx, draftId);
  const isDue = row?.status === "SCHEDULED" && row.publishAt !== null && row.publishAt <= work.now;
  if (!row || !isDue || row.revision !== known.revision) return false;
  work.step("drafts.publishDue", { draftId });
  // Accounts are not in the journal: whether whoever scheduled it still was somebody, is.
  const ended = await refusalOf(() => stillWanted(work, row));
  const code =
    refusal ??
    (work.draws.text("requester", () => ended ?? "") || null) ??
    (await refusalOf(() => publishScheduled(work, row)));
  if (code !== null) park(work, row, code);
  return true;
}

function stillWanted(work: Work, row: store.DraftRow): Promise<void> {
  return requireRequester(work, { kind: "RULES", requestedBy: row.scheduledBy ?? "" });
}

/** The code of what rules refuse, before anything is written; null where they don't. */
async function refusalOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal || refusal.status >= 500) throw error;
    const { reason } = refusal.facts;
    return reason === "REQUESTER_ENDED" ? reason : refusal.domainCode;
  }
}
