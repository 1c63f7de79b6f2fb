import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { propose } from "../../access/service/approvals";
import { isByOnePerson } from "../../access/service/grants";
import { wantsSecond } from "../../access/service/policy";
import { partsChanged } from "../rules/parts";

/** A version of the program that somebody would publish. */
export interface Publishing {
  /** What it is about, and so by what it is carried out: "ladder:7". */
  subject: string;
  reason: string;
  /** What is carried out on approval. */
  apply: unknown;
  /** By what it gives more than one person decides on; all else that it changes is shown after it. */
  giving: readonly ApprovalChange[];
  /** What else whoever decides has to know: when it will be. */
  shown?: readonly ApprovalChange[];
  before: unknown;
  after: unknown;
  /** A second person has agreed. */
  approved: boolean;
}

/**
 * Asks a second person where a version waits: it gives more than one person decides on, or every one
 * waits by the policy. Whatever publishes a version asks here first.
 *
 * @returns the request that waits, or null where it may be published
 */
export async function askToPublish(work: Work, publishing: Publishing): Promise<number | null> {
  const { subject, reason, apply, giving, shown = [], before, after, approved } = publishing;
  if (approved || !isByOnePerson(work)) return null;
  if (giving.length === 0 && !(await wantsSecond(work, "RULES"))) return null;
  const changes = [...giving, ...shown, ...partsChanged(before, after)];
  return propose(work, { kind: "RULES", subject, name: reason, changes, reason, apply });
}
