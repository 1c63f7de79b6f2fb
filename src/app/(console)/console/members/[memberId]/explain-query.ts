import { formatDateTime } from "@/i18n/format";
import { explainedAccounts } from "@/modules/points/components/account-choice";

/** What can be explained about a member, named in the address as `account`. */
export const explainViews = [...explainedAccounts, "tier"] as const;
export type ExplainView = (typeof explainViews)[number];

type Read = (name: string) => string | undefined;

export function explainViewFrom(read: Read): ExplainView {
  return explainViews.find((view) => view === read("account")) ?? "available";
}

const localPattern = /^[2-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** The past moment asked for, as its field says it: "2026-11-20T14:30". */
export function asOfFrom(read: Read): string | undefined {
  const moment = read("asOf");
  const makesSense =
    moment && localPattern.test(moment) && !Number.isNaN(Date.parse(`${moment}:00Z`));
  return makesSense ? moment : undefined;
}

/** The question to the API, the same on the server and in the browser. */
export function explainInput(read: Read, timeZone: string, memberId: string) {
  const asOf = asOfFrom(read);
  return { memberId, ...(asOf ? { asOf: instantAt(asOf, timeZone) } : {}) };
}

/**
 * The instant at which clocks of a zone show a time:
 * `instantAt("2026-11-20T14:30", "Asia/Shanghai")` → "2026-11-20T06:30:00.000Z".
 */
export function instantAt(local: string, timeZone: string): string {
  const localMs = Date.parse(`${local}:00Z`);
  const offsetAt = (time: number): number => {
    const shown = formatDateTime(new Date(time).toISOString(), timeZone).replace(" ", "T");
    return Date.parse(`${shown}:00Z`) - time;
  };
  // Twice: the first guess may lie on the other side of a clock change.
  const guess = localMs - offsetAt(localMs);
  return new Date(localMs - offsetAt(guess)).toISOString();
}
