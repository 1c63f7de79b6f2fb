import { createServer } from "node:http";
import { lease } from "@/platform/database-pool";
import { EARNED, ENTRY, inTransaction, LOT, locked, type Open, POINTS, unused } from "../floor";

/**
 * The same statements behind a bare `node:http`: no check, no rule, no schema, one process. Its address
 * is the member and the act: `GET /profile/12`, `POST /earn/12`.
 */

const PATIENCE_MS = 10_000;
const KEY = "SELECT * FROM api_key WHERE secretHash = ?";
const MEMBER = "SELECT * FROM member WHERE id = ?";
const VERSION = "SELECT activeVersionId FROM program_state WHERE id = 1";
const NEXT_END = `SELECT expiresAt, remaining FROM points_lot WHERE memberId = ? AND live = 1
  ORDER BY expiresAt, id LIMIT 1`;
const NOBODY = "0".repeat(64);

type Statement = [sql: string, values: (string | number)[]];

async function read(statements: readonly Statement[]): Promise<unknown> {
  const { statements: connection, release } = await lease();
  const answers = statements.map(([sql, values]) => connection.run(sql, values, PATIENCE_MS));
  return Promise.all(answers).finally(release);
}

const IDEMPOTENT = `INSERT INTO idempotency_key (caller, idemKey, requestHash, createdAt)
  VALUES ('bench', ?, ?, NOW(3))`;
const ANSWERED =
  "UPDATE idempotency_key SET status = 200, body = '{}' WHERE caller = 'bench' AND idemKey = ?";
const EVENT = `INSERT INTO outbox_event (type, memberId, data, occurredAt, createdAt)
  VALUES ('points.earned', ?, '{}', NOW(3), NOW(3))`;
const AUDIT = `INSERT INTO audit_log (actor, action, memberId, requestId, createdAt)
  VALUES ('bench', 'points.earn', ?, 'bench', NOW(3))`;
const ORDER = `INSERT INTO shop_order (orderId, memberId, paidAmountMinor, paidAt, pointsEarned, createdAt)
  VALUES (?,?,1000,NOW(3),?,NOW(3))`;
const LOTS = `SELECT * FROM points_lot WHERE memberId = ? AND live = 1 AND matured = 1
  ORDER BY expiresAt, id LIMIT 64`;
const REDEMPTION = `INSERT INTO points_redemption (orderId, memberId, points, orderAmountMinor,
  discountMinor, entryId, createdAt) VALUES (?,?,?,100000,?,LAST_INSERT_ID(),NOW(3))`;
const ALLOCATION = `INSERT INTO points_allocation (entryId, lotId, position, points, frozen)
  SELECT entryId, ?, ?, ?, 0 FROM points_redemption WHERE orderId = ?`;
const TAKEN =
  "UPDATE points_lot SET remaining = remaining - ?, live = (remaining + frozen > 0) WHERE id = ?";
const PAID =
  "UPDATE member SET available = available - ?, totalRedeemed = totalRedeemed + ? WHERE id = ?";

/** Key, lock, what the act writes, event, audit, answer, commit. */
async function act(
  memberId: number,
  write: (open: Open, available: number, reference: string) => Promise<Promise<unknown>[]>,
): Promise<unknown> {
  const reference = unused("floor");
  await read([[KEY, [NOBODY]]]);
  return inTransaction(async (open) => {
    const key = open.execute(IDEMPOTENT, [reference, NOBODY]);
    const { available } = await locked(open, memberId);
    return [
      key,
      ...(await write(open, available, reference)),
      open.execute(EVENT, [memberId]),
      open.execute(AUDIT, [memberId]),
      open.execute(ANSWERED, [reference]),
    ];
  });
}

const earned = (open: Open, memberId: number, available: number, kind: string, of: string) => [
  open.execute(ENTRY, [memberId, "EARN", POINTS, available + POINTS, kind, of]),
  open.execute(LOT, [memberId, POINTS, POINTS]),
  open.execute(EARNED, [POINTS, POINTS, memberId]),
];

const LOTS_OF_PAYMENT = 3;

async function pay(open: Open, memberId: number, available: number, orderId: string) {
  const lots = await open.execute<{ id: number; remaining: number }[]>(LOTS, [memberId]);
  const taken = lots.slice(0, LOTS_OF_PAYMENT);
  const points = taken.reduce((sum, { remaining }) => sum + remaining, 0);
  return [
    open.execute(ENTRY, [memberId, "REDEEM", -points, available - points, "ORDER", orderId]),
    open.execute(REDEMPTION, [orderId, memberId, points, points]),
    ...taken.map(({ id, remaining }, at) =>
      open.execute(ALLOCATION, [id, at, -remaining, orderId]),
    ),
    ...taken.map(({ id, remaining }) => open.execute(TAKEN, [remaining, id])),
    open.execute(PAID, [points, points, memberId]),
  ];
}

const ACTS: Record<string, (id: number) => Promise<unknown>> = {
  profile: (id) =>
    read([
      [KEY, [NOBODY]],
      [MEMBER, [id]],
      [VERSION, []],
      [NEXT_END, [id]],
    ]),
  balance: (id) =>
    read([
      [KEY, [NOBODY]],
      [MEMBER, [id]],
    ]),
  earn: (id) => act(id, async (open, available, of) => earned(open, id, available, "BENCH", of)),
  order: (id) =>
    act(id, async (open, available, of) => [
      open.execute(ORDER, [of, id, POINTS]),
      ...earned(open, id, available, "ORDER", of),
    ]),
  pay: (id) => act(id, (open, available, of) => pay(open, id, available, of)),
};

const server = createServer(async (request, response) => {
  const [, name = "", id = ""] = (request.url ?? "").split("/");
  try {
    for await (const _ of request) {
      // Taken in, and not looked at.
    }
    const answer = await ACTS[name]?.(Number(id));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT), "127.0.0.1");
