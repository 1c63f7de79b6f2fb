/** One thing that an edit makes different, in words; null where there was, or will be, nothing. */
export interface Change {
  key: string;
  label: string;
  before: string | null;
  after: string | null;
}
