import type { Column, ImportKind, ImportRow } from "../schema";
import {
  amountIn,
  type CellFault,
  dateIn,
  dayAhead,
  dayBehind,
  emailIn,
  idIn,
  nicknameIn,
  phoneIn,
  pointsIn,
  Unreadable,
  yesIn,
} from "./cells";

/** A row as far as it could be read: what it says of whom. Dates are business dates. */
export interface RowFacts {
  externalId: string | null;
  phone: string | null;
  nickname: string | null;
  email: string | null;
  birthday: string | null;
  joinedOn: string | null;
  points: number;
  pointsEndOn: string | null;
  tier: string | null;
  tierKeepUntil: string | null;
  consents: { email?: boolean; sms?: boolean; marketing?: boolean };
  consentsOn: string | null;
  orderId: string | null;
  amountMinor: number;
  paidOn: string | null;
  /** A lot's own id in the system before. */
  reference?: string;
}

export interface RowRead {
  facts: RowFacts;
  /** By which the same row is known in another file, or in this one once more; null where it names nobody. */
  identity: string | null;
  /** The first cell at fault. */
  fault: { code: CellFault; column: Column } | null;
}

const NOTHING: RowFacts = {
  externalId: null,
  phone: null,
  nickname: null,
  email: null,
  birthday: null,
  joinedOn: null,
  points: 0,
  pointsEndOn: null,
  tier: null,
  tierKeepUntil: null,
  consents: {},
  consentsOn: null,
  orderId: null,
  amountMinor: 0,
  paidOn: null,
};

/** A row of the file, read by its kind's columns; what another kind has is nothing here. */
export function readRow(kind: ImportKind, row: ImportRow, today: string): RowRead {
  const facts: RowFacts = { ...NOTHING, consents: {} };
  let fault: RowRead["fault"] = null;
  const read = <T>(column: Column, parse: (text: string) => T): T | null => {
    const text = (row[column] ?? "").trim();
    if (text === "") return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      fault ??= { code: error.code, column };
      return null;
    }
  };
  const missing = (column: Column, code: CellFault = "MISSING") => {
    fault ??= { code, column };
  };
  facts.externalId = read("externalId", idIn);
  facts.phone = read("phone", phoneIn);
  if (facts.externalId === null && facts.phone === null) missing("externalId");
  const behind = (text: string) => dayBehind(text, today);
  const ahead = (text: string) => dayAhead(text, today);
  switch (kind) {
    case "MEMBERS":
      facts.nickname = read("nickname", nicknameIn);
      facts.email = read("email", emailIn);
      facts.birthday = read("birthday", behind);
      facts.joinedOn = read("joinedOn", behind);
      facts.points = read("points", pointsIn) ?? 0;
      facts.pointsEndOn = read("pointsEndOn", facts.points > 0 ? ahead : dateIn);
      facts.tier = read("tier", (text) => text);
      facts.tierKeepUntil = read("tierKeepUntil", ahead);
      for (const consent of ["email", "sms", "marketing"] as const) {
        const given = read(`${consent}Consent`, yesIn);
        if (given !== null) facts.consents[consent] = given;
      }
      facts.consentsOn = read("consentsOn", behind);
      break;
    case "LOTS": {
      facts.points = read("points", pointsIn) ?? 0;
      if (facts.points === 0) missing("points", "POINTS_MISSING");
      facts.pointsEndOn = read("pointsEndOn", ahead);
      if (facts.pointsEndOn === null) missing("pointsEndOn");
      const reference = read("reference", idIn);
      if (reference !== null) facts.reference = reference;
      break;
    }
    case "ORDERS":
      facts.orderId = read("orderId", idIn);
      facts.amountMinor = read("amount", amountIn) ?? 0;
      if (facts.amountMinor === 0) missing("amount");
      facts.paidOn = read("paidOn", behind);
      if (facts.paidOn === null) missing("paidOn");
  }
  return { facts, identity: identityOf(kind, facts), fault };
}

/** By which names somebody is known. */
export interface Named {
  externalId: string | null;
  phone: string | null;
}

/** An order's id is the order's, whoever paid it; all else is somebody's. */
function identityOf(kind: ImportKind, facts: RowFacts): string | null {
  if (facts.orderId !== null) return `order ${facts.orderId}`;
  return identitiesAs(kind, facts, facts)[0] ?? null;
}

/** What a row is about, of whoever it is. */
function ownOf(kind: ImportKind, { reference, pointsEndOn, paidOn }: RowFacts): string | null {
  if (kind === "MEMBERS") return "";
  return kind === "LOTS" ? (reference ?? pointsEndOn) : paidOn;
}

/**
 * The identities that a row has, or would have had if it named its member by another of their names: whoever
 * was brought by their phone is not brought again by the shop's id.
 */
export function identitiesAs(
  kind: ImportKind,
  facts: RowFacts,
  { externalId, phone }: Named,
): string[] {
  const own = ownOf(kind, facts);
  if (facts.orderId !== null || own === null) return [];
  const names = [externalId === null ? null : `id ${externalId}`, phone];
  return names.flatMap((name) => (name === null ? [] : `${name} ${own}`));
}
