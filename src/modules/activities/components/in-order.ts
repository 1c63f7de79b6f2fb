import type { ShownActivity } from "./shown-activity";

/** What one takes part in, then what one could join, then the rest; each by what is over first. */
export function inOrder(activities: readonly ShownActivity[]): ShownActivity[] {
  const rank = ({ joined, eligible }: ShownActivity) => (joined ? 0 : eligible ? 1 : 2);
  return [...activities].sort((a, b) => rank(a) - rank(b) || a.endsAt.localeCompare(b.endsAt));
}
