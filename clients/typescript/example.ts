import { answer, memberSystem, Problem } from "./client";

/** A customer’s first day: enrolled, an order paid, the next one quoted, points set aside, spent, and partly given back. */

export interface Where {
  url: string;
  /** Of a service with the scopes members:write, members:read and points:write. */
  key: string;
  webhookSecret: string;
}

export async function firstDay(where: Where, print: (line: string) => void) {
  const { url, key, webhookSecret } = where;
  const api = memberSystem({ url, token: key, webhookSecret, language: "en" });
  const mark = crypto.randomUUID().slice(0, 8);
  const externalId = `example-${mark}`;
  const now = () => new Date().toISOString();

  const member = await answer(api.POST("/members", { body: { externalId, nickname: "Lin Xia" } }));
  print(`enrolled ${member.memberCode} as ${member.tier.name}`);

  const order = { externalId, orderId: `${mark}-1` };
  const outcome = await api.sendEvent({
    type: "ORDER_COMPLETED",
    timestamp: now(),
    data: { ...order, paidAmountMinor: 60_000, paidAt: now() },
  });
  print(`paid ¥600: ${JSON.stringify(outcome)}`);

  const quote = await answer(
    api.POST("/checkout/quote", {
      body: { externalId, orderAmountMinor: 10_000, shippingMinor: 1_200 },
    }),
  );
  print(`¥100 would cost ${quote.tierPriceMinor} fen and take up to ${quote.maxPoints} points`);

  const hold = await answer(
    api.POST("/points/holds", {
      body: { externalId, points: 200, orderId: `${mark}-2`, orderAmountMinor: 10_000 },
    }),
  );
  print(
    `set aside ${hold.points} points, worth ${hold.discountMinor} fen, until ${hold.expiresAt}`,
  );

  const path = { holdId: hold.holdId };
  const spent = await answer(
    api.POST("/points/holds/{holdId}/capture", {
      params: { path },
      body: { orderId: `${mark}-2`, points: 150, orderAmountMinor: 10_000 },
    }),
  );
  print(`spent ${spent.pointsUsed}, ${spent.pointsReleased} came back`);

  try {
    await api.POST("/points/holds/{holdId}/release", { params: { path } });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    print(`refused as it should be: ${problem.code}, ${JSON.stringify(problem.facts)}`);
  }

  const refundId = `${mark}-r1`;
  const back = await api.sendEvent({
    type: "ORDER_REFUNDED",
    timestamp: now(),
    data: { ...order, refundId, amountMinor: 20_000, refundedAt: now() },
  });
  print(`refunded ¥200: ${JSON.stringify(back)}`);

  const query = { externalId };
  const ledger = await answer(api.GET("/points/transactions", { params: { query } }));
  for (const entry of ledger.items.toReversed()) {
    print(`  ${entry.type.padEnd(10)} ${String(entry.points).padStart(5)} → ${entry.balanceAfter}`);
  }
  const balance = await answer(api.GET("/points/balance", { params: { query } }));
  print(`available ${balance.available}, worth ${balance.worthMinor} fen`);
  return { externalId, memberId: member.memberId, balance, ledger: ledger.items };
}
