import {
  addDays,
  businessDate,
  endOfDayAfterMonths,
  startOfBusinessDate,
} from "@/platform/business-time";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import type { ConsentsSaid } from "../../members/schema";
import { yetUnsaid } from "../../members/service/consents";
import { enrol, type Member } from "../../members/service/members";
import { changeRecord } from "../../members/service/record";
import { type Account, openAccount } from "../../points/service/account";
import { openBalance } from "../../points/service/opening";
import { programOf } from "../../program/service";
import { carryOverOrder } from "../../purchases/service/carry-over";
import { carryOverTier } from "../../tiers/service/carry-over";
import type { ImportKind } from "../schema";

/** What a row says that decides, with the moments that its dates mean: enough to do it again. */
export interface Deed {
  memberId: number | null;
  externalId: string | null;
  birthday: string | null;
  joinedAt: Date | null;
  points: number;
  expiresAt: Date | null;
  tierCode: string | null;
  keepUntil: Date | null;
  orderId: string | null;
  amountMinor: number;
  paidAt: Date | null;
  /** Names what it gives for ever: "12-345" is row 345 of import 12. */
  reference: string;
}

/** Who somebody is, and what they agreed to: it decides nothing, and the journal has none of it. */
export interface Person {
  nickname: string | null;
  phone: string | null;
  email: string | null;
  consents: { email?: boolean; sms?: boolean; marketing?: boolean };
  consentsAt: Date | null;
}

export interface Carried {
  memberId: number;
  enrolled: boolean;
}

/** The first moment of a business date, and the one at which it is over. */
export async function daysOf(work: Work) {
  const { timeZone } = await programOf(work);
  const begin = (date: string) => startOfBusinessDate(date, timeZone);
  return {
    begins: (date: string | null) => (date === null ? null : begin(date)),
    ends: (date: string | null) => (date === null ? null : begin(addDays(date, 1))),
    today: businessDate(work.now, timeZone),
  };
}

/**
 * One row. Of a member who is here already only what was missing is filled in, and their tier is lifted,
 * never lowered; points and orders are added.
 *
 * Refusals in order: MEMBER_NOT_FOUND (points or orders of nobody), EXTERNAL_ID_TAKEN, PHONE_TAKEN,
 * MEMBER_STATUS_INVALID (closed), TIER_NOT_FOUND, INVALID_TIER_CHANGE, DUPLICATE_REFERENCE.
 */
export async function carryOut(
  work: Work,
  kind: ImportKind,
  deed: Deed,
  person: Person | null,
): Promise<Carried> {
  const found = await memberOf(work, kind, deed, person);
  const { member } = found.account;
  requireNotClosed(member.status);
  if (kind === "MEMBERS") {
    if (!found.enrolled) await fillIn(work, member, { ...person, birthday: deed.birthday });
    if (person) await agree(work, member, person);
    const { tierCode, keepUntil } = deed;
    if (tierCode !== null) await carryOverTier(work, member, { tierCode, keepUntil });
  }
  if (kind === "ORDERS") await bring(work, found.account, deed);
  else if (deed.points > 0) await open(work, found.account, deed);
  return { memberId: member.id, enrolled: found.enrolled };
}

interface Found {
  account: Account;
  enrolled: boolean;
}

async function memberOf(
  work: Work,
  kind: ImportKind,
  deed: Deed,
  person: Person | null,
): Promise<Found> {
  const { memberId, externalId, birthday, joinedAt } = deed;
  if (memberId !== null) {
    return { account: await openAccount(work, { memberId }), enrolled: false };
  }
  if (kind !== "MEMBERS") throw new DomainError("MEMBER_NOT_FOUND");
  const { nickname = null, phone = null, email = null } = person ?? {};
  const member = await enrol(work, {
    externalId,
    imported: { joinedAt },
    ...(nickname !== null && { nickname }),
    ...(phone !== null && { phone }),
    ...(email !== null && { email }),
    ...(birthday !== null && { birthday }),
  });
  return { account: await openAccount(work, { memberId: member.id }), enrolled: true };
}

/** What is known here already is newer than any file. */
async function fillIn(
  work: Work,
  member: Member,
  said: Partial<Person> & Pick<Deed, "birthday">,
): Promise<void> {
  const changes = Object.fromEntries(
    (["nickname", "phone", "email", "birthday"] as const).flatMap((field) => {
      const value = said[field] ?? null;
      return value !== null && member[field] === null ? [[field, value]] : [];
    }),
  );
  if (Object.keys(changes).length === 0) return;
  await changeRecord(work, member, changes, { via: "API", action: "imports.fillIn" });
}

/**
 * A consent that was given here later holds; the older one is in the history. One of which the file does not say
 * since when never stands against what was said here.
 */
async function agree(work: Work, member: Member, { consents, consentsAt }: Person) {
  const at = consentsAt ?? undefined;
  const said: ConsentsSaid = {};
  for (const [name, given] of Object.entries(consents)) {
    said[name as keyof ConsentsSaid] = { given, ...(at && { at }), source: "import" };
  }
  const news = consentsAt ? said : await yetUnsaid(work, member, said);
  if (Object.keys(news).length === 0) return;
  await changeRecord(work, member, { consents: news }, { via: "API", action: "imports.consents" });
}

async function open(work: Work, account: Account, { points, expiresAt, reference }: Deed) {
  const { rules, timeZone } = account.program;
  const usual = () => endOfDayAfterMonths(work.now, rules.earn.expiryMonths, timeZone);
  const opening = { points, reference, expiresAt: expiresAt ?? usual() };
  await openBalance(work, account, { ...opening, breakdown: { base: points } });
}

async function bring(work: Work, account: Account, { orderId, amountMinor, paidAt }: Deed) {
  invariant(orderId !== null && paidAt !== null, "an order has a number and a day");
  await carryOverOrder(work, account, { orderId, paidAmountMinor: amountMinor, paidAt });
}
