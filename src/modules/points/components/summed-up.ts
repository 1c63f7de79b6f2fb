import type { LedgerSummary } from "../schema/ledger";

/** The parts of a history's sum as they are shown, each with its sign; nothing that is nothing. */
export function partsOfSum(summary: LedgerSummary) {
  const parts = [
    { group: "EARN", points: summary.earned },
    { group: "REDEEM", points: -summary.redeemed },
    { group: "RESTORE", points: summary.restored },
    { group: "CLAW_BACK", points: -summary.clawedBack },
    { group: "EXPIRE", points: -summary.expired },
    { group: "ADJUST", points: summary.adjusted },
    { group: "FORFEIT", points: -summary.forfeited },
    { group: "TRANSFER", points: summary.transferred },
  ] as const;
  return parts.filter(({ points }) => points !== 0);
}

/** Where the sum lies, where not all of it can be spent now: what is owed counts against it. */
export function accountsOfSum({ change }: LedgerSummary) {
  const accounts = [
    { account: "available", points: change.available },
    { account: "pending", points: change.pending },
    { account: "frozen", points: change.frozen },
    { account: "owed", points: -change.owed },
  ] as const;
  const isPlain = accounts.every(({ account, points }) => account === "available" || points === 0);
  return isPlain ? [] : accounts.filter(({ points }) => points !== 0);
}
