import type { Caller } from "@/platform/auth";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { isOtherPerson, isOwnRequest, mayDecide } from "../../access/rules/roles";
import {
  type ApprovalKind,
  type ApprovalStatus,
  approvalKind,
} from "../../access/schema/approvals";
import * as requests from "../../access/service/approvals";
import { latelyOf } from "../../access/service/lately";
import { namesOfUsers } from "../../access/service/operators";
import { decidableKinds, policyRows } from "../../access/service/policy";
import { balancesOf, namesOfMembers } from "../../members/service/spans";
import { type AboutMember, aboutMember } from "../store";

/** What only those who manage access see. */
const OF_ACCESS: readonly ApprovalKind[] = ["ADMIN", "KEY"];

export function seesKind({ grants }: Pick<Caller, "grants">, kind: ApprovalKind): boolean {
  return grants.has("access:manage") || !OF_ACCESS.includes(kind);
}

export async function listApprovals(
  ask: Ask,
  query: {
    status: ApprovalStatus;
    memberId?: number | undefined;
    decidable?: boolean;
    limit: number;
    cursor?: string | undefined;
  },
) {
  const before = cursorId(query.cursor);
  const { status, limit } = query;
  const memberId = query.memberId ?? null;
  const about =
    memberId === null ? [] : await aboutMember(ask.db, memberId, status, before, limit + 1);
  const ofMember = new Map(about.map(({ id, rows, given, taken }) => [id, { rows, given, taken }]));
  const rows =
    memberId === null
      ? await requests.approvalsOf(ask.db, await whichOf(ask, query), before, limit + 1)
      : await requests.approvalsNamed(ask.db, [...ofMember.keys()]);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const requesters = shown.flatMap(({ requesterId }) => requesterId ?? []);
  const named = shown.flatMap((row) => row.memberId ?? []);
  const corrected = shown.filter(isOpenCorrection).flatMap((row) => row.memberId ?? []);
  const [names, members, balances, comments, lately, policies] = await Promise.all([
    namesOfUsers(ask, requesters),
    namesOfMembers(ask.db, named),
    balancesOf(ask.db, corrected),
    commentsByRequest(ask, shown),
    latelyOf(ask, requesters),
    policyRows(ask),
  ]);
  return {
    items: shown.map((row) => ({
      approvalId: row.id,
      kind: row.kind,
      memberId: row.memberId,
      member: row.memberId === null ? null : (members.get(row.memberId) ?? null),
      batchId: row.batchId,
      points: row.points,
      balance: isOpenCorrection(row) ? balanceOf(row, balances.get(row.memberId ?? 0)) : null,
      ofMember: partOf(ofMember.get(row.id)),
      subject: subjectOf(row),
      changes: requests.payloadOf(row)?.changes ?? [],
      reason: row.reason,
      memberNote: row.memberNote,
      status: row.status,
      requestedBy: row.requestedBy,
      requester: row.requesterId === null ? null : (names.get(row.requesterId) ?? null),
      worthMinor: row.worthMinor,
      expiresAt: row.expiresAt,
      contentHash: requests.contentHashOf(row),
      mayDecide: mayDecideOn(ask, row, policies.get(row.kind)?.decidedBy ?? "ADMIN"),
      comments: comments.get(row.id) ?? [],
      requesterLately: row.requesterId === null ? null : (lately.get(row.requesterId) ?? null),
      own: isOwnRequest(row, ask.caller),
      decidedBy: row.decidedBy,
      decision: row.decision,
      createdAt: row.createdAt,
      decidedAt: row.decidedAt,
    })),
    nextCursor,
  };
}

const isOpenCorrection = ({ kind, status }: requests.ApprovalRow) =>
  kind === "ADJUSTMENT" && status === "WAITING";

/** What the member has now, and would have; points that come pay first what they owe. */
function balanceOf(
  { points }: requests.ApprovalRow,
  now: { available: number; owed: number } | undefined,
) {
  if (!now || points === null) return null;
  const { available, owed } = now;
  const after = available + (points > 0 ? Math.max(0, points - owed) : points);
  return { available, owed, after, suffices: after >= 0 };
}

async function whichOf(
  ask: Ask,
  { status, decidable = false }: { status: ApprovalStatus; decidable?: boolean },
): Promise<Parameters<typeof requests.approvalsOf>[1]> {
  if (!decidable) {
    return { status, kinds: approvalKind.options.filter((kind) => seesKind(ask.caller, kind)) };
  }
  const { personId, actor } = ask.caller;
  const kinds = await decidableKinds(ask, ask.caller);
  const decidableBy = personId === null ? null : { personId, actor, now: ask.now };
  return { status: "WAITING", kinds, decidableBy };
}

function mayDecideOn({ caller }: Ask, row: requests.ApprovalRow, decidedBy: "ADMIN" | "STAFF") {
  if (row.status !== "WAITING" || !isOtherPerson(row, caller)) return false;
  return mayDecide(row.kind, decidedBy, caller.grants);
}

async function commentsByRequest(ask: Ask, rows: readonly requests.ApprovalRow[]) {
  const comments = await requests.commentsOf(
    ask.db,
    rows.map(({ id }) => id),
  );
  return new Map(
    rows.map(({ id }) => [
      id,
      comments
        .filter(({ approvalId }) => approvalId === id)
        .map(({ id: commentId, actor, text, createdAt }) => ({
          commentId,
          actor,
          text,
          createdAt,
        })),
    ]),
  );
}

function partOf(about: Omit<AboutMember, "id"> | undefined) {
  if (!about || about.rows === null) return null;
  return { rows: about.rows, pointsGiven: about.given ?? 0, pointsTaken: about.taken ?? 0 };
}

function subjectOf(row: requests.ApprovalRow) {
  const [type, id] = row.subject?.split(":") ?? [];
  if (type === undefined || id === undefined) return null;
  return { type, id, name: requests.payloadOf(row)?.name ?? "" };
}
