import type { Locale } from "@/i18n/config";
import type { MemberRef } from "@/platform/auth";
import { invariant } from "@/platform/errors";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import { type LocalizedText, textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { maskedCode, shownCode } from "../rules/code";
import { stateOf } from "../rules/judge";
import { couponsOf, type OwnRow } from "../store/coupons";

export { usableOf } from "../store/coupons";

import { openedCode } from "./codes";
import { versionsOf } from "./definitions";

/**
 * A member's coupons, the last first. Their codes are whole for the member alone.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function ownCoupons(
  ask: Ask,
  ref: MemberRef,
  { only, ...page }: Page & { only: "CURRENT" | "ALL" },
) {
  const { id: memberId } = await requireMember(ask.db, ref);
  const rows = await couponsOf(ask.db, memberId, {
    now: ask.now,
    only,
    beforeId: cursorId(page.cursor),
    limit: page.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const known = await versionsOf(
    ask.db,
    shown.map(({ versionId }) => versionId),
  );
  const view = async (row: OwnRow) => {
    const version = known.get(row.versionId);
    invariant(version, "a coupon has its version");
    const { name, description, terms } = version;
    const usesLeft = row.uses - row.used;
    return {
      couponId: row.id,
      definitionId: row.definitionId,
      name: textIn(name, ask.locale),
      description: description && textIn(description, ask.locale),
      terms,
      code: await codeFor(ask, row),
      state: stateOf({ ...row, usesLeft }, ask.now),
      usesLeft,
      validFrom: row.validFrom,
      validUntil: row.validUntil,
      issuedAt: row.issuedAt,
      origin: originIn(row, ask.locale),
    };
  };
  return { items: await Promise.all(shown.map(view)), nextCursor };
}

function originIn({ originTexts }: OwnRow, locale: Locale): string | null {
  return originTexts === null ? null : textIn(JSON.parse(originTexts) as LocalizedText, locale);
}

type Shown = Pick<OwnRow, "memberId" | "sealed" | "codeEnd">;

/** Whole for its member alone. */
export async function codeFor({ caller, db }: Ask, { memberId, sealed, codeEnd }: Shown) {
  if (sealed === null) return null;
  const isOwn = caller.kind === "member" && caller.memberId === memberId;
  return isOwn ? shownCode(await openedCode(db, sealed)) : maskedCode(codeEnd);
}
