/** What is known of a member, as rules ask it. Whoever is closed has none. */
export interface Facts {
  memberId: number;
  status: string;
  tierCode: string;
  joinedAt: Date;
  /** 0 where none is known. */
  birthMonth: number;
  marketing: boolean;
  spend: number;
  spend90: number;
  spend365: number;
  orders: number;
  orders90: number;
  orders365: number;
  points: number;
  expiring30: number;
  expiring90: number;
  /** Of those that stand. */
  lastOrderAt: Date | null;
  lastStore: string | null;
}

/** An attribute as it is kept: a number as such, all else as a word. */
export interface Stored {
  word: string | null;
  number: number | null;
}

/** What other tables know of them. */
export interface Known {
  activityIds: ReadonlySet<string>;
  tags: ReadonlySet<string>;
  attributes: ReadonlyMap<string, Stored>;
}
