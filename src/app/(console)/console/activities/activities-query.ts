export const activityStatuses = ["DRAFT", "SCHEDULED", "RUNNING", "PAUSED", "ENDED"] as const;
export const attentions = ["ENDING", "BUDGETS"] as const;
export const activityKinds = ["POINTS_MULTIPLIER", "BONUS_POINTS", "CHALLENGE"] as const;

/** The question to the API that an address stands for; the server asks it first. */
export function activitiesInput(read: (name: string) => string | undefined) {
  const attention = attentions.find((known) => known === read("attention"));
  const status = attention ? undefined : activityStatuses.find((known) => known === read("status"));
  const kind = activityKinds.find((known) => known === read("kind"));
  return {
    limit: 20,
    ...(attention ? { attention } : {}),
    ...(status ? { status } : {}),
    ...(kind ? { kind } : {}),
  };
}

/** What a person has not read yet: as many as are read at once. */
export const UNREAD_NOTICES = { unread: true, limit: 50 } as const;
