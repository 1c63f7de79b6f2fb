import { Webhook } from "standardwebhooks";
import { unused } from "../floor";
import { CART, CART_MINOR } from "./carts";
import type { Asked } from "./load";

/** What is asked of the built product, and of the floor beside it. */

export interface Filled {
  key: string;
  members: number;
  /** Members whose lots are paid with: of the product, and of the floor. */
  ours: readonly number[];
  floor: readonly number[];
  /** Members with twenty coupons each. */
  buyers: readonly number[];
  webhookSecret: string;
}

export interface Case {
  name: string;
  connections: number;
  ours: (turn: number) => Asked;
  /** Absent where nothing bare is the same. */
  floor?: (turn: number) => Asked;
  /** Answers at most, where what is there to take has an end. */
  rate?: number;
}

const PREFIX = "/api/v1/member-system";
/** A prime, so that neighbours in time are not neighbours in the table. */
const STRIDE = 7919;
const POINTS_OF_PAYMENT = 30;
const HOT = 1;

export function casesFor({ key, members, ours, floor, buyers, webhookSecret }: Filled) {
  const anyone = (turn: number) => 2 + ((turn * STRIDE) % (members - 1));
  const of = (ids: readonly number[], turn: number) => ids[turn % ids.length] ?? 0;
  const authorization = { authorization: `Bearer ${key}` };
  const get = (path: string): Asked => ({
    method: "GET",
    path: `${PREFIX}${path}`,
    headers: authorization,
  });
  const post = (path: string, body: object): Asked => ({
    method: "POST",
    path: `${PREFIX}${path}`,
    headers: {
      ...authorization,
      "content-type": "application/json",
      "idempotency-key": unused("key"),
    },
    body: JSON.stringify(body),
  });
  const bare = (act: string, id: number): Asked =>
    ["profile", "balance"].includes(act)
      ? { method: "GET", path: `/${act}/${id}` }
      : { method: "POST", path: `/${act}/${id}`, body: "{}" };

  const profile = (turn: number) => get(`/members/${anyone(turn)}`);
  const earnOf = (id: number) =>
    post("/points/earn", {
      memberId: String(id),
      event: "CUSTOM",
      points: 1,
      referenceId: unused("http"),
    });
  const isWrite = (turn: number) => turn % 5 === 0;
  const mixed: Case = {
    name: "80 % reads, 20 % writes",
    connections: 1000,
    ours: (turn) => (isWrite(turn) ? earnOf(anyone(turn)) : profile(turn)),
    floor: (turn) => bare(isWrite(turn) ? "earn" : "profile", anyone(turn)),
  };

  const webhook = new Webhook(webhookSecret);
  function orderEvent(turn: number): Asked {
    const now = new Date();
    const id = `msg_${unused("event")}`;
    const data = {
      externalId: `bulk-${anyone(turn)}`,
      orderId: unused("http"),
      paidAmountMinor: 1000,
      paidAt: now.toISOString(),
    };
    const body = JSON.stringify({ type: "ORDER_COMPLETED", timestamp: now.toISOString(), data });
    const headers = {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": webhook.sign(id, now, body),
    };
    return { method: "POST", path: `${PREFIX}/webhooks/events`, headers, body };
  }

  const reading = [1, 32, 256, 1000].map(
    (connections): Case => ({
      name: "profile read",
      connections,
      ours: profile,
      floor: (turn) => bare("profile", anyone(turn)),
    }),
  );
  const cases: Case[] = [
    ...reading,
    {
      name: "balance read",
      connections: 32,
      ours: (turn) => get(`/points/balance?memberId=${anyone(turn)}`),
      floor: (turn) => bare("balance", anyone(turn)),
    },
    {
      name: "earn with an idempotency key",
      connections: 32,
      ours: (turn) => earnOf(anyone(turn)),
      floor: (turn) => bare("earn", anyone(turn)),
    },
    {
      name: "order event",
      connections: 32,
      ours: orderEvent,
      floor: (turn) => bare("order", anyone(turn)),
    },
    {
      name: "pay with points over three lots",
      connections: 8,
      rate: 150,
      ours: (turn) =>
        post("/points/use", {
          memberId: String(of(ours, turn)),
          points: POINTS_OF_PAYMENT,
          orderId: unused("http"),
          orderAmountMinor: 100_000,
        }),
      floor: (turn) => bare("pay", of(floor, turn)),
    },
    {
      name: "quote",
      connections: 32,
      ours: (turn) =>
        post("/checkout/quote", { memberId: String(anyone(turn)), orderAmountMinor: 39_900 }),
      floor: (turn) => bare("profile", anyone(turn)),
    },
    // One after the other: a quote's own time, beside that of the smallest cart.
    ...[
      { name: "quote, one at a time", cart: { orderAmountMinor: 39_900 } },
      {
        name: "quote of 50 lines × 20 coupons, one at a time",
        cart: { orderAmountMinor: CART_MINOR, lines: CART },
      },
    ].map(({ name, cart }) => ({
      name,
      connections: 1,
      ours: (turn: number) =>
        post("/checkout/quote", { memberId: String(of(buyers, turn)), ...cart }),
      floor: (turn: number) => bare("profile", anyone(turn)),
    })),
    {
      name: "one hot member, 64 writers",
      connections: 64,
      ours: () => earnOf(HOT),
      floor: () => bare("earn", HOT),
    },
    mixed,
  ];
  const page = (): Asked => ({ method: "GET", path: "/tiers" });
  return { cases, mixed, profile, page };
}
