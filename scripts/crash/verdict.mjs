/** What must be true after all of it, read from the database itself. */

/** @typedef {{ name: string, faults: string[] }} Finding */

const SHOWN = 10;

/**
 * @param {import("mariadb").Connection} database
 * @param {import("./clients.mjs").Write[]} writes acknowledged
 * @param {Map<string, string>} open references that were never acknowledged: they may be there or not
 * @returns {Promise<Finding[]>}
 */
export async function judgeWrites(database, writes, open) {
  /** @type {{ reference: string, memberId: string, entries: number, points: number }[]} */
  const rows = await database.query(
    `SELECT referenceId AS reference, CAST(memberId AS CHAR) AS memberId, COUNT(*) AS entries,
            CAST(SUM(availableDelta + pendingDelta + frozenDelta - owedDelta) AS SIGNED) AS points
       FROM points_entry WHERE type = 'EARN' AND referenceId LIKE 'crash-%'
      GROUP BY referenceId, memberId`,
  );
  const found = new Map(rows.map((row) => [row.reference, row]));
  const known = new Set(writes.map(({ reference }) => reference));
  const lost = writes.filter(({ reference, points }) => points > 0 && !found.has(reference));
  const changed = writes.filter(({ reference, memberId, points }) => {
    const row = found.get(reference);
    const isSame =
      Number(row?.entries) === 1 && row?.memberId === memberId && Number(row?.points) === points;
    return row !== undefined && !isSame;
  });
  const unasked = rows.filter(({ reference }) => !known.has(reference) && !open.has(reference));
  const came = rows.filter(({ reference }) => open.has(reference));
  return [
    { name: "every acknowledged write is there", faults: lost.map(({ reference }) => reference) },
    { name: "once, and as answered", faults: changed.map(({ reference }) => reference) },
    { name: "nothing is there that nobody wrote", faults: unasked.map((row) => row.reference) },
    { name: "balances are the sums", faults: await wrongSums(database, [...writes, ...came]) },
  ];
}

/**
 * @param {import("mariadb").Connection} database
 * @param {{ memberId: string, points: number }[]} writes
 */
async function wrongSums(database, writes) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { memberId, points } of writes) {
    sums.set(memberId, (sums.get(memberId) ?? 0) + Number(points));
  }
  /** @type {{ id: string, points: number }[]} */
  const rows = await database.query(
    "SELECT CAST(id AS CHAR) AS id, available + pending AS points FROM member",
  );
  return rows
    .filter(({ id, points }) => (sums.get(id) ?? 0) !== Number(points))
    .map(({ id, points }) => `member ${id}: ${points} instead of ${sums.get(id) ?? 0}`);
}

/**
 * @param {import("mariadb").Connection} database
 * @param {Map<string, string | null>} firsts
 * @returns {Promise<Finding[]>}
 */
export async function judgeEvents(database, firsts) {
  /** @type {{ sequence: string | null, memberId: string | null }[]} */
  const events = await database.query(
    `SELECT CAST(sequence AS CHAR) AS sequence, CAST(memberId AS CHAR) AS memberId
       FROM outbox_event ORDER BY outbox_event.sequence`,
  );
  const open = events.filter(({ sequence }) => sequence === null);
  const published = events.filter(({ sequence }) => sequence !== null);
  const gaps = published.filter(({ sequence }, index) => Number(sequence) !== index + 1);
  const missing = published.filter(({ sequence }) => !firsts.has(String(sequence)));
  /** @type {Map<string, number>} */
  const lastOf = new Map();
  const turned = [...firsts].filter(([id, memberId]) => {
    const last = lastOf.get(String(memberId)) ?? 0;
    lastOf.set(String(memberId), Number(id));
    return Number(id) < last;
  });
  return [
    { name: "every event is published", faults: open.map(({ memberId }) => `of ${memberId}`) },
    { name: "without a gap", faults: gaps.map(({ sequence }) => String(sequence)) },
    { name: "and delivered", faults: missing.map(({ sequence }) => String(sequence)) },
    { name: "in order for each member", faults: turned.map(([id]) => id) },
  ];
}

/** @param {import("mariadb").Connection} database */
export async function areEventsThrough(database) {
  const [row] = await database.query(
    `SELECT (SELECT COUNT(*) FROM outbox_event WHERE sequence IS NULL)
          + (SELECT COUNT(*) FROM webhook_delivery WHERE status = 'WAITING')
          + (SELECT MAX(p.sequence) - MIN(e.position) FROM outbox_publisher p, webhook_endpoint e) AS open`,
  );
  return Number(row.open) === 0;
}

/** @param {Finding[]} findings @returns {boolean} whether all is well */
export function tell(findings) {
  for (const { name, faults } of findings) {
    const some = faults.slice(0, SHOWN).join(", ");
    console.log(
      `${faults.length === 0 ? "✓" : "✗"} ${name}${some && `: ${faults.length} (${some})`}`,
    );
  }
  return findings.every(({ faults }) => faults.length === 0);
}
