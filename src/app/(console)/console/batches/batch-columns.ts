/** Names of the columns of a batch file; each may also be written in Chinese. */
const names = {
  externalId: ["externalid", "商城账号"],
  memberId: ["memberid", "会员编号"],
  points: ["points", "积分"],
  note: ["note", "备注"],
  memberNote: ["membernote", "给会员的话"],
  reference: ["reference", "凭证号"],
} as const;

export type BatchColumn = keyof typeof names;

export interface Columns {
  /** Where each known column stands. */
  places: Map<BatchColumn, number>;
  ignored: string[];
  isTwice: boolean;
}

/** Finds the columns by their names: `columnsOf([" Points "])` → points stands first. */
export function columnsOf(header: readonly string[]): Columns {
  const places = new Map<BatchColumn, number>();
  const ignored: string[] = [];
  let isTwice = false;
  for (const [index, title] of header.entries()) {
    const name = title.trim().toLowerCase();
    const column = columnNamed(name);
    if (!column) {
      if (name !== "") ignored.push(title.trim());
    } else if (places.has(column)) isTwice = true;
    else places.set(column, index);
  }
  return { places, ignored, isTwice };
}

function columnNamed(name: string): BatchColumn | undefined {
  const columns = Object.keys(names) as BatchColumn[];
  return columns.find((column) => names[column].some((known) => known === name));
}

/** A file to start from: both ways to name a member, adding and taking. */
export const templateRows = [
  ["externalId", "points", "note", "reference"],
  ["u-1001", "200", "storm compensation", "case-1001"],
  ["u-1002", "-50", "", ""],
];
