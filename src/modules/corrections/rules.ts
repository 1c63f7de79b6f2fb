/** What can be told of a batch's rows before any of them is applied. */

export interface RowFacts {
  row: number;
  points: number;
  reference: string;
  /** Null: no such member. */
  member: { id: number; status: string; available: number } | null;
  /** An adjustment of an earlier call has this reference. */
  referenceUsed: boolean;
}

export type RowRefusal =
  | "MEMBER_NOT_FOUND"
  | "DUPLICATE_REFERENCE"
  | "MEMBER_STATUS_INVALID"
  | "INSUFFICIENT_POINTS";

/**
 * Judges the rows in their order: a reference counts once in the file too, and what a row takes is
 * gone for the rows after it. Example: available 100, rows −80 and −30 → the second is refused.
 *
 * @returns each row's refusal, or null
 */
export function judgeRows(rows: readonly RowFacts[]): (RowRefusal | null)[] {
  const seen = new Set<string>();
  const left = new Map<number, number>();
  return rows.map(({ member, reference, points, referenceUsed }) => {
    if (!member) return "MEMBER_NOT_FOUND";
    if (referenceUsed || seen.has(reference)) return "DUPLICATE_REFERENCE";
    seen.add(reference);
    if (member.status === "CLOSED") return "MEMBER_STATUS_INVALID";
    const available = left.get(member.id) ?? member.available;
    if (available + points < 0) return "INSUFFICIENT_POINTS";
    left.set(member.id, available + points);
    return null;
  });
}

/** A second person decides above the threshold, for each row and for the file's absolute total. */
export function needsApproval(points: readonly number[], approvalAbovePoints: number): boolean {
  const absolute = points.reduce((sum, row) => sum + Math.abs(row), 0);
  return absolute > approvalAbovePoints;
}

/**
 * The most that the rows of a batch move of one member, as a number of points. Example: 5 and 5 of one,
 * −7 of another → 10.
 */
export function mostToOne(rows: readonly { memberId: number; points: number }[]): number {
  const moved = new Map<number, number>();
  let most = 0;
  for (const { memberId, points } of rows) {
    const sum = (moved.get(memberId) ?? 0) + Math.abs(points);
    moved.set(memberId, sum);
    most = Math.max(most, sum);
  }
  return most;
}

export interface BatchFigures {
  pointsGiven: number;
  /** As a number of points, not below 0. */
  pointsTaken: number;
  rows: number;
  members: number;
  /** The row that moves most, as it is signed. */
  largest: number;
}

/**
 * What a batch does, for whoever decides on it: its sum alone says nothing of what goes from one member
 * to another. Example: +100 to one, −100 from another → given 100, taken 100, largest 100.
 */
export function figuresOf(rows: readonly { memberId: number; points: number }[]): BatchFigures {
  const figures = { pointsGiven: 0, pointsTaken: 0, rows: rows.length, largest: 0 };
  for (const { points } of rows) {
    if (points > 0) figures.pointsGiven += points;
    else figures.pointsTaken -= points;
    if (Math.abs(points) > Math.abs(figures.largest)) figures.largest = points;
  }
  return { ...figures, members: new Set(rows.map(({ memberId }) => memberId)).size };
}
