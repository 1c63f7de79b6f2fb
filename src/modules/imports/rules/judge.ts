import type { Column, ImportKind } from "../schema";
import type { RowFacts } from "./read-row";

export interface Known {
  id: number;
  status: string;
}

/** What is known beside a row when it is judged. */
export interface RowSight {
  /** Who has its external id. */
  named: Known | null;
  /** Who has its phone alone. */
  ofPhone: Known | null;
  /** Somebody of this external id closed, or was deleted by the shop. */
  isGone: boolean;
  /** A row before it in the file is the same one. */
  isAgain: boolean;
  /** A row before it in the file has its phone. */
  phoneIsAgain: boolean;
  /** The same row of another file was applied, and says the same or something else. */
  before: { importId: number; isSame: boolean } | null;
  orderIsKnown: boolean;
  tierIsKnown: boolean;
}

export interface Judged {
  status: "ACCEPTED" | "UNCHANGED" | "CHANGED" | "REFUSED";
  code?: string;
  column?: Column;
  before?: number;
  enrols?: boolean;
}

const refused = (code: string, column?: Column): Judged => ({
  status: "REFUSED",
  code,
  ...(column && { column }),
});

/**
 * What becomes of a row. One that was applied stays as it is, whatever it says by now: somebody looks at
 * what differs. People are enrolled by the rows about them; points and orders are of members.
 */
export function judge(kind: ImportKind, facts: RowFacts, sight: RowSight): Judged {
  const { before, named, ofPhone } = sight;
  if (before) return { status: before.isSame ? "UNCHANGED" : "CHANGED", before: before.importId };
  if (sight.isAgain) return refused("DUPLICATE_ROW");
  const isAboutPerson = kind === "MEMBERS";
  // Who is called by the shop's id is meant by it, whosever the phone is.
  const member = facts.externalId === null ? ofPhone : named;
  if (sight.isGone || member?.status === "CLOSED") return refused("MEMBER_STATUS_INVALID");
  if (!member && !isAboutPerson) return refused("MEMBER_NOT_FOUND", "externalId");
  if (!sight.tierIsKnown) return refused("TIER_NOT_FOUND", "tier");
  if (sight.orderIsKnown) return refused("DUPLICATE_REFERENCE", "orderId");
  const phoneIsOthers = facts.phone !== null && ofPhone !== null && ofPhone.id !== member?.id;
  if (isAboutPerson && (sight.phoneIsAgain || phoneIsOthers)) {
    return refused("PHONE_TAKEN", "phone");
  }
  return { status: "ACCEPTED", enrols: member === null };
}
