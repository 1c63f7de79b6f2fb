import { createKey, keySecret } from "@/modules/access/service/keys";
import { earnByAction } from "@/modules/earning/service/earn-action";
import { enrol } from "@/modules/members/service/members";
import { ANONYMOUS } from "@/platform/auth";
import { closePool } from "@/platform/db";
import { runWork } from "@/platform/work";
import { seedMillion } from "../../prisma/seed/million";
import { buyersWithCoupons } from "./carts";

/** Fills the database: many members, a key, and tills whose lots are paid with three at a time. */

const MEMBERS = Number(process.env.BENCH_MEMBERS);
const TILLS = Number(process.env.BENCH_TILLS);
const LOTS = 60;
const AT_ONCE = 8;
/** Of a payment of three lots. */
const POINTS_OF_LOT = 10;

const POINTS_A_DAY = 1_000_000_000;
const origin = {
  caller: {
    ...ANONYMOUS,
    kind: "service" as const,
    actor: "system",
    pointsPerDayMax: POINTS_A_DAY,
  },
  requestId: "bench-setup",
};

async function till(name: string): Promise<number> {
  const { id } = await runWork(origin, null, (work) => enrol(work, { externalId: name }));
  for (let lot = 0; lot < LOTS; lot++) {
    const gift = {
      event: "CUSTOM" as const,
      referenceId: `${name}-${lot}`,
      points: POINTS_OF_LOT,
    };
    await runWork(origin, null, (work) => earnByAction(work, { memberId: id }, gift));
  }
  return id;
}

async function tills(prefix: string): Promise<number[]> {
  const ids: number[] = [];
  let next = 0;
  const lane = async () => {
    while (next < TILLS) ids.push(await till(`${prefix}-${next++}`));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return ids;
}

async function main(): Promise<void> {
  await seedMillion({ members: MEMBERS, say: () => undefined });
  const secret = keySecret();
  const scopes = ["members:read", "points:write"] as const;
  const limits = { ratePerMinute: null, pointsPerDayMax: POINTS_A_DAY };
  await runWork(origin, null, (work) =>
    createKey(work, { name: "bench", secret, scopes, ...limits }),
  );
  const buyers = await buyersWithCoupons(origin);
  const filled = { key: secret, buyers, ours: await tills("ours"), floor: await tills("floor") };
  await closePool();
  console.log(JSON.stringify(filled));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
