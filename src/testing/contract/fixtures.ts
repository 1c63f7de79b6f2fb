import fc from "fast-check";
import { ADMIN, as, memberCaller } from "../actors";
import { bought, enrolled, fresh } from "../factories";
import type { Fields } from "./valid";

/** Members, orders and holds that make generated calls succeed. */

export interface Owner {
  id: number;
  externalId: string;
}

const PAID_AT = () => new Date(Date.now() - 3_600_000);

/** A member with something to spend. */
export async function owner(): Promise<Owner> {
  const { id, externalId } = await enrolled(PAID_AT());
  await bought(id, { yuan: 5000, now: PAID_AT() });
  return { id, externalId: externalId ?? "" };
}

const checkout = () => ({ points: 20, orderId: fresh("o"), orderAmountMinor: 50_000 });

async function newBatch(): Promise<string> {
  const rows = [{ externalId: fresh("u"), points: 5, note: "a row" }];
  const { batchId } = await as(ADMIN).points.createBatch({ reason: "checked", dryRun: true, rows });
  return batchId;
}

/** One line for each path parameter: something new of that member, so that the call can succeed. */
export const PATH_VALUES: Record<string, (whose: Owner) => Promise<string>> = {
  memberId: async ({ id }) => String(id),
  holdId: async ({ id }) => (await as(memberCaller(id)).points.hold(checkout())).holdId,
  id: async ({ id }) => (await as(memberCaller(id)).points.use(checkout())).transactionId,
  batchId: newBatch,
};

/** One line for each field whose values have to be somebody’s, or sensible, to get anywhere. */
export function fieldsOf({ id, externalId }: Owner): Fields {
  const recent = fc.integer({ min: 1, max: 30 }).map((days) => {
    return new Date(PAID_AT().getTime() - days * 86_400_000).toISOString();
  });
  return {
    memberId: fc.constant(String(id)),
    externalId: fc.constant(externalId),
    orderId: fc.integer().map(() => fresh("o")),
    referenceId: fc.integer().map(() => fresh("ref")),
    refundId: fc.integer().map(() => fresh("r")),
    reviewId: fc.integer().map(() => fresh("v")),
    shareId: fc.integer().map(() => fresh("s")),
    reference: fc.integer().map(() => fresh("ref")),
    points: fc.integer({ min: 1, max: 15 }),
    orderAmountMinor: fc.integer({ min: 20_000, max: 90_000 }),
    paidAmountMinor: fc.integer({ min: 0, max: 90_000 }),
    tierCode: fc.constantFrom("BRONZE", "SILVER", "GOLD", "PLATINUM"),
    birthday: fc.constantFrom("1990-02-28", "1988-02-29"),
    reason: fc.constantFrom("checked", "核对"),
    nickname: fc.constantFrom("林夏", "Lin"),
    paidAt: recent,
    refundedAt: recent,
    timestamp: recent,
    from: recent,
    month: fc.constantFrom("2026-11", "2026-02"),
    cursor: fc.constant(undefined),
    inviteCode: fc.constant(undefined),
  };
}

/** Operations that a test must not let succeed. */
export const NEVER_RIGHT: Record<string, string> = {
  system_testClock: "moves the time of the whole process",
};

/** Operations whose externalId is somebody new. */
export const ENROLS = new Set(["members_create"]);
