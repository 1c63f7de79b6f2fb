import type { Tx } from "@/platform/db";
import { insertAllInto } from "@/platform/insert";
import { nameParts } from "@/platform/pasted";

/** The parts of nicknames, by which members are found. */

interface Nicknamed {
  id: number;
  nickname: string | null;
}

/** By any of which a nickname is found; written wherever it is written. */
export function insertParts(tx: Tx, members: readonly Nicknamed[]): void {
  const rows = members.flatMap(({ id, nickname }) =>
    nameParts(nickname).map(([place, part]) => ({ memberId: id, place, part })),
  );
  if (rows.length === 0) return;
  tx.send(...insertAllInto("nickname_part", ["memberId", "place", "part"], rows));
}

export interface NamesPage {
  /** The last member who was looked at; null past the last one. */
  last: number | null;
  cut: number;
}

const NAMES_AT_ONCE = 500;

/** Members from some id on whose nickname's parts are not as they should be get them anew. */
export async function cutNames(tx: Tx, afterId: number): Promise<NamesPage> {
  const rows = await tx.rows<{ id: number; nickname: string | null; whole: string | null }>(
    `SELECT m.id, m.nickname, p.part AS whole
       FROM member m LEFT JOIN nickname_part p ON p.memberId = m.id AND p.place = 0
      WHERE m.id > ? ORDER BY m.id LIMIT ${NAMES_AT_ONCE}`,
    [afterId],
  );
  const isCut = ({ nickname, whole }: (typeof rows)[number]) =>
    whole === (nameParts(nickname)[0]?.[1] ?? null);
  const suspects = rows.filter((row) => !isCut(row)).map(({ id }) => id);
  const last = rows.length < NAMES_AT_ONCE ? null : (rows.at(-1)?.id ?? null);
  if (suspects.length === 0) return { last, cut: 0 };
  const marks = suspects.map(() => "?").join(",");
  const members = await tx.rows<Nicknamed>(
    `SELECT id, nickname FROM member WHERE id IN (${marks}) ORDER BY id FOR UPDATE`,
    suspects,
  );
  tx.send(`DELETE FROM nickname_part WHERE memberId IN (${marks})`, suspects);
  insertParts(tx, members);
  return { last, cut: members.length };
}
