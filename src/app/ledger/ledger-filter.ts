import { startOfDay } from "@/i18n/format";

/** The groups a person filters by; each is a type of ledger entry. */
export const ledgerGroups = [
  "EARN",
  "REDEEM",
  "RESTORE",
  "CLAW_BACK",
  "EXPIRE",
  "FREEZE",
  "ADJUST",
] as const;
export type LedgerGroup = (typeof ledgerGroups)[number];

export interface LedgerFilter {
  type: LedgerGroup | undefined;
  from: string | undefined;
  to: string | undefined;
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/;

/** Of days whose first and last moments are moments everywhere. */
const isInCalendar = (date: string) => date > "1000-01-02" && date < "9999-12-30";

/** Reads the filter from the address; what makes no sense there is as if it wasn't. */
export function ledgerFilterFrom(read: (name: string) => string | undefined): LedgerFilter {
  const date = (name: string) => {
    const value = read(name);
    if (!value || !datePattern.test(value) || Number.isNaN(Date.parse(value))) return undefined;
    return isInCalendar(value) ? value : undefined;
  };
  const type = ledgerGroups.find((group) => group === read("type"));
  return { type, from: date("from"), to: date("to") };
}

/**
 * The question to the API; server and browser must ask it in the same words to share the answer.
 * Both dates are days of the program's time zone, the last one included.
 */
export function ledgerInput(filter: LedgerFilter, timeZone: string, memberId?: string) {
  return {
    ...(memberId ? { memberId } : {}),
    ...(filter.type ? { type: filter.type } : {}),
    ...(filter.from ? { from: startOfDay(filter.from, timeZone) } : {}),
    ...(filter.to ? { to: startOfDay(filter.to, timeZone, 1) } : {}),
    limit: 20,
    months: true,
  };
}
