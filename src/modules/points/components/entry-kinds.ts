/** The types of ledger entries there are words for. */
export const entryTypes = [
  "EARN",
  "MATURE",
  "REDEEM",
  "HOLD",
  "RELEASE",
  "FREEZE",
  "UNFREEZE",
  "CLAW_BACK",
  "RESTORE",
  "EXPIRE",
  "ADJUST",
  "FORFEIT",
] as const;

/** What points are earned by, as the reference of their entry says it. */
export const entrySources = [
  "ORDER",
  "REVIEW",
  "CHECKIN",
  "BIRTHDAY",
  "SHARE",
  "REFERRAL",
  "ACTIVITY",
  "BENEFIT",
] as const;
