import { connect } from "../database-connection.mjs";

/** The database that is looked at, and never written to. Every column is asked for as text. */

export interface Source {
  rows<Row>(sql: string, values?: readonly (string | number | null)[]): Promise<Row[]>;
  end(): Promise<void>;
}

export async function openSource(address: string): Promise<Source> {
  const connection = await connect(address);
  await connection.query("SET SESSION TRANSACTION READ ONLY");
  return {
    async rows<Row>(sql: string, values: readonly (string | number | null)[] = []) {
      return [...(await connection.query<Row[]>(sql, [...values]))];
    },
    end: () => connection.end(),
  };
}

/** A row of the journal. */
export interface Kept {
  id: number;
  act: string;
  caller: string;
  input: unknown;
  drawn: Record<string, (string | number)[]> | null;
  versionId: number | null;
  at: Date;
}

interface Row {
  id: string;
  act: string;
  caller: string;
  input: string;
  drawn: string | null;
  versionId: string | null;
  at: string;
}

const PAGE = 500;

export const instantOf = (text: string) => new Date(`${text.replace(" ", "T")}Z`);
export const textOf = (instant: Date) => instant.toISOString().slice(0, 23).replace("T", " ");

/** From behind an id, in their order, up to a moment of business time that the first of them is past. */
export async function* journalOf(source: Source, afterId: number): AsyncGenerator<Kept> {
  for (let after = afterId; ; ) {
    const page = await source.rows<Row>(
      `SELECT CAST(id AS CHAR) AS id, act, caller, input, drawn, CAST(versionId AS CHAR) AS versionId,
         CAST(at AS CHAR) AS at FROM journal WHERE journal.id > ? ORDER BY journal.id LIMIT ?`,
      [after, PAGE],
    );
    for (const { id, act, caller, input, drawn, versionId, at } of page) {
      yield {
        ...{ id: Number(id), act, caller, input: JSON.parse(input) },
        drawn: drawn === null ? null : JSON.parse(drawn),
        versionId: versionId === null ? null : Number(versionId),
        at: instantOf(at),
      };
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = Number(last.id);
  }
}
