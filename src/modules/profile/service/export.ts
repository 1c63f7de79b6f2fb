import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { selvesOf } from "../../members/service/selves";
import { shownReference } from "../../points/rules/reference";
import { isOfStaff, settledMember } from "../../points/service/view";
import * as store from "../store/export";
import { profileOf } from "./profile";

/** Rows of one kind that an export holds at most; what is older is there on request. */
const ROWS_MAX = 5000;

/** Columns that hold JSON as text. */
const JSON_COLUMNS = new Set([
  "breakdown",
  "params",
  "deliveryAddress",
  "before",
  "after",
  "facts",
  "told",
  "allocation",
  "categories",
  "attributes",
]);

/** As outsiders have it: ids as text, instants as RFC 3339, no repeated member, nobody else's order. */
function exportRow(row: store.Row): store.Row {
  const { referenceType: type, referenceId: id } = row;
  if (typeof type === "string" && typeof id === "string") {
    return asOutside({ ...row, referenceId: shownReference(type, id) });
  }
  return asOutside(row);
}

function asOutside(row: store.Row): store.Row {
  const pairs = Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    if (name === "memberId") return [];
    if (value instanceof Date) return [[name, value.toISOString()]];
    if (typeof value === "number" && /(^id|Id)$/.test(name)) return [[name, String(value)]];
    if (typeof value === "string" && JSON_COLUMNS.has(name)) return [[name, JSON.parse(value)]];
    return [[name, value]];
  });
  return Object.fromEntries(pairs);
}

/** What staff wrote for staff: who looks after the member may take it out, the member may not. */
const FOR_STAFF = new Set([
  "transactions",
  "transactionReasons",
  "tierHistory",
  "tierReasons",
  "audit",
]);

function withoutReason({ reason: _, ...row }: store.Row): store.Row {
  return row;
}

/** Acts on notes: their rows of the audit log say who wrote which. */
const OF_NOTES = new Set<unknown>(["members.addNote", "members.editNote", "members.removeNote"]);

/** Notes are about the member and theirs to have; who of the staff wrote them is not. */
function withoutAuthor({ author: _, authorId: __, ...row }: store.Row): store.Row {
  if (!OF_NOTES.has(row.action)) return row;
  const { actor: ___, ...act } = row;
  return act;
}

async function listsOf(db: Reader, memberId: number, toStaff: boolean) {
  const selves = await selvesOf(db, memberId);
  const lists: Record<string, { items: store.Row[]; complete: boolean }> = {};
  for (const [name, source] of Object.entries(store.EXPORTED)) {
    const rows = await store.rowsOf(db, source, selves, ROWS_MAX + 1);
    const complete = rows.length <= ROWS_MAX;
    const shown = rows.slice(0, ROWS_MAX);
    const own = FOR_STAFF.has(name) ? shown.map(withoutReason) : shown;
    const seen = toStaff ? shown : own.map(withoutAuthor);
    lists[name] = { items: seen.map(exportRow), complete };
  }
  return lists;
}

/**
 * Everything held about a member, in one document. That it was asked for is written down.
 *
 * Refusals in order: MEMBER_NOT_FOUND.
 */
export async function exportMember(ask: Ask, ref: MemberRef) {
  const member = await settledMember(ask, ref);
  const memberRef = { memberId: member.id };
  const profile = await profileOf(ask, memberRef);
  await runWork(ask, null, async (work) => {
    work.audit({ action: "profile.export", memberId: member.id });
  });
  const [account, passkeys, sessions, coupons, labels, referrals, guestOrders, lists] =
    await Promise.all([
      store.accountOf(ask.db, member.id),
      store.passkeysOf(ask.db, member.id),
      store.sessionsOf(ask.db, member.id),
      store.couponsOf(ask.db, member.id),
      store.labelsOf(ask.db, member.id),
      store.referralsOf(ask.db, member.id),
      store.guestOrdersOf(ask.db, member.id),
      listsOf(ask.db, member.id, isOfStaff(ask)),
    ]);
  return {
    exportedAt: ask.now,
    profile,
    phone: member.phone,
    phoneVerifiedAt: member.phoneVerifiedAt,
    email: member.email,
    emailVerifiedAt: member.emailVerifiedAt,
    lastActiveAt: member.lastActiveAt,
    account: account ? { ...exportRow(account), passkeys: passkeys.map(exportRow) } : null,
    sessions: sessions.map(exportRow),
    coupons: coupons.map(exportRow),
    formerLabels: labels.map(exportRow),
    referrals: {
      invited: referrals.invited && exportRow(referrals.invited),
      brought: referrals.brought.map(exportRow),
    },
    guestOrders: guestOrders.map(exportRow),
    lists,
  };
}
