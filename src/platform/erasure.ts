import type { Tx } from "./db";

/** What of a person stands in the machinery's own tables: audit log, outbox and stored answers. */

export interface Forgotten {
  memberId: number;
  externalId: string | null;
}

/**
 * Takes a person out of what was written about them before. What happened stays: who did what when,
 * and which event went out; only names, addresses and the shop's id for them go.
 */
export function forgetPerson(tx: Tx, { memberId, externalId }: Forgotten): void {
  tx.send(
    `UPDATE audit_log SET \`before\` = NULL, \`after\` = NULL,
       reason = NULL, target = IF(action = 'access.createUser', NULL, target) WHERE memberId = ?`,
    [memberId],
  );
  tx.send(
    `UPDATE outbox_event SET data = JSON_REPLACE(data, '$.externalId', NULL, '$.carrier', '',
       '$.trackingCode', '', '$.formerTrackingCode', '') WHERE memberId = ?
        AND (data LIKE '%"externalId":"%' OR data LIKE '%"trackingCode":%')`,
    [memberId],
  );
  // Of others about them: the key stays, so that a repetition still does nothing.
  tx.send(
    "UPDATE idempotency_key SET body = NULL, requestHash = '' WHERE memberId = ? AND status IS NOT NULL",
    [memberId],
  );
  // The key of the act itself, if it has one, has no answer yet and stays.
  tx.send("DELETE FROM idempotency_key WHERE caller = ? AND status IS NOT NULL", [
    `member:${memberId}`,
  ]);
  if (externalId === null) return;
  // How somebody is called who came with the shop's token before they were a member.
  const customer = `customer:${externalId}`;
  tx.send("UPDATE audit_log SET actor = 'customer' WHERE actor = ?", [customer]);
  tx.send("DELETE FROM idempotency_key WHERE caller = ?", [customer]);
}
