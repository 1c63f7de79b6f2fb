/** What a file of each list has, where the list has no columns to choose. */
export const FILE_COLUMNS = {
  audit: ["at", "actor", "action", "member", "target", "reason", "before", "after"],
  batches: [
    "batch",
    "reason",
    "status",
    "rows",
    "applied",
    "rejected",
    "total",
    "by",
    "at",
    "finished",
  ],
  couponIssues: [
    "issue",
    "coupon",
    "source",
    "status",
    "count",
    "issued",
    "voided",
    "reason",
    "by",
    "at",
  ],
} as const;
