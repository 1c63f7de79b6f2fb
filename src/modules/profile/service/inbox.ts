import { formatDiscount, formatMultiplier, sayDate } from "@/i18n/format";
import { inboxText } from "@/i18n/inbox-text";
import { cursorId, pageOf } from "@/platform/paging";
import { textOf } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { MessageKind } from "../../inbox/schema";
import { markRead, messagesOf } from "../../inbox/service";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { type Ladder, rungName } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";

/** What a member was told, in the words of whoever reads it. */

export { unreadOf } from "../../inbox/service";
export { selfOf } from "../../members/rules";

/** One message or all of them. Refusals in order: NOT_FOUND. */
export function readMessages(work: Work, memberId: number, messageId: number | undefined) {
  return markRead(work, memberId, messageId ?? null);
}

interface Reading {
  locale: Ask["locale"];
  program: Program;
  ladder: Ladder;
}

export async function listInbox(
  ask: Ask,
  memberId: number,
  page: { limit: number; cursor?: string | undefined },
) {
  const program = await programOf(ask);
  const ladder = await ladderOf(ask);
  const reading = { locale: ask.locale, program, ladder };
  const before = cursorId(page.cursor);
  const rows = await messagesOf(ask.db, memberId, before, page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const items = shown.map((row) => {
    const params = JSON.parse(row.params) as Record<string, unknown>;
    return {
      messageId: row.id,
      kind: row.kind,
      ...wordsOf(row.kind, params, reading),
      params,
      read: row.readAt !== null,
      createdAt: row.createdAt,
    };
  });
  return { items, nextCursor };
}

function wordsOf(kind: MessageKind, params: Record<string, unknown>, reading: Reading) {
  const { locale, program } = reading;
  const text = (name: string) => String(params[name] ?? "–");
  const points = Number(params.points ?? 0);
  const reward = textOf(params, "rewardName", locale) ?? "–";
  switch (kind) {
    case "TIER_CHANGED":
      return tierWords(text("from"), text("to"), reading);
    case "POINTS_EXPIRING": {
      const date = sayDate(new Date(text("expiresAt")).toISOString(), locale, program.timeZone);
      return inboxText(locale, "expiring", { points, date });
    }
    case "POINTS_CREDITED":
      return inboxText(locale, "credited", { points });
    case "ACTIVITY_BONUS":
      return inboxText(locale, "bonus", { points });
    case "REWARD_SHIPPED": {
      const parcel = { carrier: text("carrier"), trackingCode: text("trackingCode") };
      return inboxText(locale, "shipped", { reward, ...parcel });
    }
    case "REWARD_CANCELLED":
      return inboxText(locale, "withdrawn", { reward, points });
    case "REWARD_RELABELLED": {
      const parcel = { carrier: text("carrier"), trackingCode: text("trackingCode") };
      return inboxText(locale, "relabelled", { reward, ...parcel });
    }
    case "REWARD_WAITS_AGAIN":
      return inboxText(locale, "waitsAgain", { reward });
    case "REWARD_READDRESSED":
      return inboxText(locale, "readdressed", { reward });
    case "REWARD_RETURNED":
      return inboxText(locale, "returned", { reward, points, outcome: text("outcome") });
    case "COUPON_ISSUED":
    case "COUPON_EXPIRING": {
      const coupon = textOf(params, "couponName", locale) ?? "–";
      const date = sayDate(new Date(text("validUntil")).toISOString(), locale, program.timeZone);
      const topic = kind === "COUPON_ISSUED" ? "couponIssued" : "couponExpiring";
      return inboxText(locale, topic, { coupon, date });
    }
    case "GUEST_ORDERS":
      return inboxText(locale, "guestOrders", { orders: Number(params.orders ?? 0) });
    case "RECORD_CHANGED":
      return inboxText(locale, "recordChanged", { what: String(params.fields).replace(",", "_") });
  }
}

/** A tier that the ladder no longer has is called by its code. */
function tierWords(from: string, to: string, { locale, ladder }: Reading) {
  const rung = (code: string) => ladder.find((one) => one.code === code);
  const named = (code: string) => {
    const found = rung(code);
    return found ? rungName(found, locale) : code;
  };
  const now = rung(to);
  const up = (now?.rank ?? 0) > (rung(from)?.rank ?? 0);
  if (!up || !now) return inboxText(locale, "tierDown", { tier: named(to), before: named(from) });
  return inboxText(locale, "tierUp", {
    tier: named(to),
    perks: perksOf(now),
    rate: formatDiscount(now.discountRateBps, locale),
    factor: formatMultiplier(now.multiplierPct),
  });
}

/** Which of a tier's terms are better than none. */
function perksOf({ discountRateBps, multiplierPct }: Ladder[number]): string {
  if (discountRateBps === 10_000) return multiplierPct > 100 ? "multiplier" : "none";
  return multiplierPct > 100 ? "both" : "discount";
}
