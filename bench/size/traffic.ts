import { randomUUID } from "node:crypto";
import { settleDueMembers } from "@/modules/points/service/sweeps";
import { pool } from "@/platform/db";
import { as, keyed, SERVICE, WEBHOOK } from "@/testing/actors";

/** A process that asks one database for what shops ask for, or lets points end in it, when it is told to. */

export type Wanted =
  | { do: "traffic"; seconds: number }
  | { do: "expire"; now: string }
  | { do: "stop" };
export type Times = Record<string, number[]>;

const LANES = 4;
/** A prime, so that neighbours in time are not neighbours in the table. */
const STRIDE = 7919;

let turn = 0;
const unused = () => `growth-${process.pid}-${randomUUID()}`;

function actsFor(members: number): Record<string, () => Promise<unknown>> {
  const anyone = () => 1 + ((turn++ * STRIDE) % members);
  const who = () => ({ memberId: String(anyone()) });
  return {
    "profile read": () => as(SERVICE).members.get(who()),
    "transactions, a page": () => as(SERVICE).points.transactions({ ...who(), limit: 20 }),
    "earn with an idempotency key": () =>
      keyed(SERVICE).orders.earn({
        ...who(),
        event: "CUSTOM",
        points: 1,
        referenceId: unused(),
      }),
    "order event": () => {
      const at = new Date().toISOString();
      return as(WEBHOOK).orders.event({
        type: "ORDER_COMPLETED",
        timestamp: at,
        data: {
          externalId: `bulk-${anyone()}`,
          orderId: unused(),
          paidAmountMinor: 1000,
          paidAt: at,
        },
      });
    },
  };
}

/** Lanes that go through the acts one after the other until the time is up. */
async function traffic(members: number, seconds: number): Promise<Times> {
  const times: Times = {};
  const acts = Object.entries(actsFor(members));
  const until = performance.now() + seconds * 1000;
  const lane = async () => {
    while (performance.now() < until) {
      for (const [name, act] of acts) {
        const startedAt = performance.now();
        await act();
        times[name] ??= [];
        times[name].push(performance.now() - startedAt);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return times;
}

/** Takes orders from whoever started the process. */
export function serve(members: number): void {
  let stopping = false;
  const carryOut = async (wanted: Wanted): Promise<unknown> => {
    if (wanted.do === "traffic") return traffic(members, wanted.seconds);
    if (wanted.do === "stop") {
      stopping = true;
      return null;
    }
    stopping = false;
    const now = new Date(wanted.now);
    return settleDueMembers({ now, progress: null, stopping: () => stopping });
  };
  process.on("message", (wanted: Wanted) => {
    carryOut(wanted).then(
      (answer) => process.send?.({ of: wanted.do, answer }),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
  pool();
  process.send?.({ of: "ready" });
}
