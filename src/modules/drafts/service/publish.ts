import { DomainError } from "@/platform/errors";
import { flat } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { looserUses } from "../../benefits/service/edit";
import { lockProgram, versionAndBefore } from "../../program/service";
import { publish } from "../../tiers/service/publish";
import { decideWhole } from "../../tiers/service/publish-whole";
import { draftEvent } from "../events";
import { differences, fieldsOf } from "../rules/fields";
import { moved } from "../rules/removed";
import type { DraftContent, PublishInput, RollBackInput } from "../schema";
import * as store from "../store";
import { changedBenefits, faultsOf, readContent, type State, stateOf } from "./content";
import { lockedDraft, OPENED, requireRevision, requireStatus, save, UNSCHEDULED } from "./draft";

const DAY_MS = 24 * 3600 * 1000;
/** Further ahead nobody knows what the program will be. */
const AHEAD_MS_MAX = 366 * DAY_MS;

interface Whole {
  expectedVersion: number;
  reason: string;
  state: State;
  content: DraftContent;
  request: { subject: string; apply: unknown };
  approved: boolean;
}

/**
 * Whether a whole program may be published, or what waits for a second person.
 *
 * Refusals in order: VALIDATION_FAILED (it says nothing new, or cannot be), then those of decideWhole.
 */
async function decide(work: Work, whole: Whole) {
  const { state, content, approved, request, ...edited } = whole;
  const changes = differences(fieldsOf(state.content), fieldsOf(content));
  const errors =
    changes.length === 0
      ? [{ path: "content", message: `≠ ${edited.expectedVersion}` }]
      : faultsOf(state, content);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  const benefits = changedBenefits(state, content);
  const looser = await looserUses(work, state.program.rules.benefits, benefits);
  const { rules, tiers, removed } = content;
  const next = { rules, ladder: { tiers, removed } };
  const decided = await decideWhole(work, edited, next, { ...request, looser, approved });
  return { ...decided, changes };
}

type Decided = Awaited<ReturnType<typeof decide>>;

function publishWhole(work: Work, whole: Whole, { ladder, changes }: Decided, action: string) {
  const side = (name: "before" | "after") =>
    flat(Object.fromEntries(changes.map((change) => [change.field, change[name] ?? null])));
  const { rules } = whole.content;
  const said = { action, rules, ladder, before: side("before"), after: side("after") };
  return publish(work, whole, () => said);
}

/**
 * Publishes a draft just as somebody saw it, at once or at a time. One by which more is given than one
 * person decides on waits for a second one; so does its time.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (another version is in force than its changes are
 * against; it is not open; it was changed), VALIDATION_FAILED.
 *
 * @param approved a second person has agreed
 */
export async function publishDraft(work: Work, input: PublishInput, approved = false) {
  const { draftId, revision, reason, publishAt = null } = input;
  const known = await store.draftById(work.tx, draftId);
  if (!known) throw new DomainError("NOT_FOUND");
  const expectedVersion = known.baseVersionId;
  await lockProgram(work, expectedVersion);
  const row = await lockedDraft(work, draftId);
  requireStatus(row);
  requireRevision(row, revision);
  if (!approved) requireAhead(work, publishAt);
  const apply = { draftId, revision, reason, publishAt };
  const request = { subject: `draft:${draftId}`, apply };
  const whole = await wholeOf(work, row, { reason, request, approved });
  const decided = await decide(work, whole);
  const { approvalId } = decided;
  if (approvalId !== null) return { versionId: null, approvalId, publishAt: null };
  // What was agreed to after its time is published at once.
  if (publishAt && publishAt > work.now) {
    schedule(work, row, { publishAt, reason });
    return { versionId: null, approvalId: null, publishAt };
  }
  const { versionId } = await publishWhole(work, whole, decided, "drafts.publish");
  const ended = { status: "PUBLISHED" as const, publishedVersionId: versionId };
  save(work, row, { ...UNSCHEDULED, ...ended, publishReason: reason });
  return { versionId, approvalId: null, publishAt: null };
}

async function wholeOf(
  work: Work,
  row: store.DraftRow,
  about: Pick<Whole, "reason" | "request" | "approved">,
): Promise<Whole> {
  const state = await stateOf(work.tx, row.baseVersionId);
  const content = readContent(row.content);
  return { ...about, expectedVersion: row.baseVersionId, state, content };
}

/** @throws DomainError VALIDATION_FAILED */
function requireAhead(work: Work, publishAt: Date | null): void {
  if (publishAt === null) return;
  const ahead = publishAt.getTime() - work.now.getTime();
  if (ahead > 0 && ahead <= AHEAD_MS_MAX) return;
  const [from, to] = [work.now, new Date(work.now.getTime() + AHEAD_MS_MAX)];
  const message = `${from.toISOString()} … ${to.toISOString()}`;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "publishAt", message }]);
}

function schedule(work: Work, row: store.DraftRow, at: { publishAt: Date; reason: string }): void {
  const { publishAt, reason: publishReason } = at;
  const { id: draftId, name } = row;
  const scheduled = { status: "SCHEDULED" as const, parkedCode: null, scheduledBy: work.actor };
  save(work, row, { ...scheduled, publishAt, publishReason });
  work.audit({
    action: "drafts.schedule",
    target: `draft:${draftId}`,
    reason: publishReason,
    after: { name, publishAt: publishAt.toISOString(), revision: row.revision },
  });
  work.emit(draftEvent("program.scheduled", null, { draftId, name, publishAt }));
}

/** Refusals in order: NOT_FOUND, VERSION_CONFLICT (it is not scheduled). */
export async function cancelSchedule(work: Work, draftId: number) {
  const row = await lockedDraft(work, draftId);
  requireStatus(row, ["SCHEDULED"]);
  save(work, row, OPENED);
  const before = { publishAt: row.publishAt?.toISOString() ?? null };
  work.audit({ action: "drafts.cancelSchedule", target: `draft:${draftId}`, before });
  tellEnded(work, row, "CANCELLED", null);
  return { draftId, revision: row.revision };
}

function tellEnded(
  work: Work,
  { id: draftId, name }: store.DraftRow,
  outcome: "CANCELLED" | "PARKED",
  code: string | null,
): void {
  work.emit(draftEvent("program.scheduleEnded", null, { draftId, name, outcome, code }));
}

/**
 * Publishes a draft whose time has come. What was decided when it was scheduled is not asked again.
 *
 * Refusals in order: VERSION_CONFLICT (another version is in force by now), VALIDATION_FAILED.
 */
export async function publishScheduled(work: Work, row: store.DraftRow): Promise<void> {
  const reason = row.publishReason ?? "";
  const request = { subject: `draft:${row.id}`, apply: null };
  const whole = await wholeOf(work, row, { reason, request, approved: true });
  const decided = await decide(work, whole);
  const { versionId } = await publishWhole(work, whole, decided, "drafts.publish");
  save(work, row, { status: "PUBLISHED", publishedVersionId: versionId });
}

/** Leaves a draft to people whose time came and that could not be published. */
export function park(work: Work, row: store.DraftRow, code: string): void {
  save(work, row, { status: "PARKED", parkedCode: code });
  const after = { name: row.name, code };
  work.audit({ action: "drafts.park", target: `draft:${row.id}`, after });
  tellEnded(work, row, "PARKED", code);
}

/**
 * Publishes a version that says what an older one said. Members of tiers that came since go one step down.
 *
 * Refusals in order: VERSION_CONFLICT, NOT_FOUND, VALIDATION_FAILED (it says nothing new, or cannot be any
 * more).
 *
 * @param approved a second person has agreed
 */
export async function rollBack(work: Work, input: RollBackInput, approved = false) {
  const { versionId: oldId, expectedVersion, reason } = input;
  await lockProgram(work, expectedVersion);
  await versionAndBefore(work.tx, oldId);
  const state = await stateOf(work.tx, expectedVersion);
  const content = moved(state.content.tiers, (await stateOf(work.tx, oldId)).content);
  const request = { subject: `rollBack:${oldId}`, apply: { ...input } };
  const whole = { expectedVersion, reason, state, content, request, approved };
  const decided = await decide(work, whole);
  if (decided.approvalId !== null) return { versionId: null, approvalId: decided.approvalId };
  const { versionId } = await publishWhole(work, whole, decided, "drafts.rollBack");
  return { versionId, approvalId: null };
}
