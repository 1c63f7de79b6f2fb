import { randomUUID } from "node:crypto";
import { carryOutRows } from "@/modules/imports/service/apply";
import type { Caller } from "@/platform/auth";
import { asDomainError } from "@/platform/errors";
import { runWork } from "@/platform/work";
import { ADMIN, as, memberCaller, OPERATOR, SERVICE, SYSTEM, WEBHOOK } from "./actors";
import { decideOn } from "./approvals";
import { fresh } from "./factories";
import { amountOf, goodsOf, hasCoupon } from "./model/lines";
import { apply } from "./model/model";
import { Operations } from "./model/operations";
import { DEFAULT_RULES, newWorld } from "./model/state";
import { HOME, NOTHING_MORE } from "./model/things";
import { type Kind, MEMBERS_IN_WORLD, type Of, type Operation } from "./model/vocabulary";

/** The model's operations through the procedures, as they come in from outside: so the journal has them. */

/** A caller at a moment of business time. */
export function doorAt(caller: Caller, now: Date, key: string | null = null) {
  const again = { now, drawn: null, begin: () => undefined };
  return as(caller, { again, idempotencyKey: key });
}

const NO_DEED = {
  ...{ externalId: null, birthday: null, joinedAt: null, tierCode: null, keepUntil: null },
  ...{ orderId: null, amountMinor: 0, paidAt: null },
};

const ADJUSTERS_FROM = 1000;

export class Doors {
  readonly refused = new Map<string, number>();
  done = 0;
  private readonly prefix = fresh("j");
  private readonly members: { id: string; externalId: string }[] = [];
  private readonly holds = new Map<string, { id: string; order: string }>();
  private readonly transactions = new Map<string, string>();
  private readonly rewards = new Map<number, string>();
  private readonly purchases = new Map<string, string>();
  private readonly approvals = new Map<string, string>();
  private people = ADJUSTERS_FROM;
  private couponDefinition: string | null = null;

  /** Worlds one after the other: what is drawn depends on seed and number alone. */
  async run(seed: number, worlds: number, operations: number): Promise<void> {
    for (let number = 0; number < worlds; number++) {
      const world = newWorld(DEFAULT_RULES);
      const source = new Operations(seed, number, world);
      this.members.length = 0;
      for (let nth = 0; nth < operations; nth++) {
        const op = source.next();
        if (this.members.length === 0) await this.enrol(new Date(op.at));
        apply(world, op);
        await this.carryOut(op, `${number}-`);
      }
    }
  }

  private async enrol(now: Date): Promise<void> {
    for (let index = 0; index < MEMBERS_IN_WORLD; index++) {
      const externalId = fresh("u");
      const { memberId } = await doorAt(SERVICE, now).members.create({
        ...{ externalId, nickname: "林夏", phone: `+861380000${String(1000 + this.people++)}` },
        birthday: "1990-02-28",
      });
      this.members.push({ id: memberId, externalId });
    }
  }

  private async carryOut(op: Operation, world: string): Promise<void> {
    try {
      const run = this.acts[op.kind] as (op: Operation, label: (name: string) => string) => unknown;
      await run(op, (name) => this.prefix + world + name);
      this.done += 1;
    } catch (error) {
      const code = asDomainError(error)?.domainCode;
      if (code === undefined) throw error;
      this.refused.set(`${op.kind} ${code}`, (this.refused.get(`${op.kind} ${code}`) ?? 0) + 1);
    }
  }

  private at(op: Operation, caller: Caller, key: string | null = null) {
    return doorAt(caller, new Date(op.at), key);
  }

  private who(op: Operation) {
    const { id = "0", externalId = "" } = this.members[op.by] ?? {};
    return op.at % 2 === 0 ? { memberId: id } : { externalId };
  }

  private caller(op: Operation & { asService: boolean }): Caller {
    return op.asService ? SERVICE : memberCaller(Number(this.members[op.by]?.id ?? 0));
  }

  private named(op: Operation & { asService: boolean }) {
    return op.asService ? this.who(op) : {};
  }

  private tell(op: Operation & { toldAt?: number }, type: string, data: object) {
    const { externalId } = this.members[op.by] ?? {};
    const timestamp = new Date(op.toldAt ?? op.at).toISOString();
    const event = { type, timestamp, data: { ...data, externalId } };
    const { event: send } = this.at(op, WEBHOOK).orders;
    return send(event as Parameters<typeof send>[0]);
  }

  /** As a row of an import brings it, which no procedure does. */
  private open({ by, at, points, expiresAt }: Of<"open">, reference: string) {
    const memberId = Number(this.members[by]?.id ?? 0);
    const lot = { ...NO_DEED, memberId, points, expiresAt: new Date(expiresAt), reference };
    const origin = { caller: SYSTEM, requestId: reference, now: new Date(at) };
    return runWork(origin, null, (work) =>
      carryOutRows(work, { importId: 1, kind: "LOTS" }, [{ deed: lot, person: null }]),
    );
  }

  private async coupon(op: Of<"complete">): Promise<string> {
    this.couponDefinition ??= (
      await this.at(op, OPERATOR).coupons.create({
        name: { "zh-CN": "一分", en: "A fen" },
        terms: { effect: { kind: "AMOUNT", amountMinor: 1 }, validDays: 365 },
      })
    ).definitionId;
    const definitionId = this.couponDefinition;
    const asked = {
      memberId: this.members[op.by]?.id ?? "0",
      definitionId,
      reason: "for an order",
    };
    const { code } = await this.at(op, SERVICE, randomUUID()).coupons.issue(asked);
    return code ?? "";
  }

  private readonly acts: { [K in Kind]: (op: Of<K>, label: (name: string) => string) => unknown } =
    {
      complete: async (op, label) =>
        this.tell(op, "ORDER_COMPLETED", {
          orderId: label(op.order),
          ...goodsOf(op),
          paidAt: new Date(op.paidAt).toISOString(),
          ...(hasCoupon(op) && { coupons: [await this.coupon(op)] }),
        }),
      change: (op, label) =>
        this.tell(op, "ORDER_CHANGED", {
          ...{ orderId: label(op.order), version: op.version, ...goodsOf(op) },
          changedAt: new Date(op.changedAt).toISOString(),
        }),
      cancel: (op, label) => this.tell(op, "ORDER_CANCELLED", { orderId: label(op.order) }),
      refund: (op, label) =>
        this.tell(op, "ORDER_REFUNDED", {
          orderId: label(op.order),
          refundId: label(op.refund),
          ...amountOf(op.order, op.refund, op.amount),
          refundedAt: new Date(op.refundedAt).toISOString(),
          ...(op.return !== null && { returnId: label(op.return) }),
        }),
      "ask-return": (op, label) =>
        this.tell({ ...op, toldAt: op.askedAt }, "RETURN_REQUESTED", {
          ...{ orderId: label(op.order), returnId: label(op.return) },
          ...amountOf(op.order, op.return, op.amount),
        }),
      "reject-return": (op, label) =>
        this.tell(op, "RETURN_REJECTED", {
          ...{ orderId: label(op.order), returnId: label(op.return) },
          ...amountOf(op.order, op.return, op.amount),
        }),
      use: async (op, label) => {
        const { points, amount: orderAmountMinor } = op;
        const asked = { ...this.who(op), points, orderAmountMinor, orderId: label(op.order) };
        const { transactionId } = await this.at(op, SERVICE).points.use(asked);
        this.transactions.set(label(op.order), transactionId);
      },
      hold: async (op, label) => {
        const { points, amount: orderAmountMinor, ttlSeconds } = op;
        const asked = { ...this.named(op), points, orderAmountMinor, orderId: label(op.order) };
        const { holdId } = await this.at(op, this.caller(op)).points.hold({
          ...asked,
          ...(ttlSeconds !== null && { ttlSeconds }),
        });
        this.holds.set(label(op.hold), { id: holdId, order: label(op.order) });
      },
      capture: async (op, label) => {
        const { id: holdId, order: orderId } = this.holds.get(label(op.hold)) ?? {
          id: "1",
          order: "x",
        };
        const { transactionId } = await this.at(op, SERVICE).points.capture({
          ...{ holdId, orderId },
          ...(op.points !== null && { points: op.points }),
          ...(op.amount !== null && { orderAmountMinor: op.amount }),
        });
        this.transactions.set(orderId, transactionId);
      },
      release: (op, label) => {
        const holdId = this.holds.get(label(op.hold))?.id ?? "1";
        return this.at(op, this.caller(op)).points.release({ holdId });
      },
      reverse: (op, label) => {
        const id = this.transactions.get(label(op.order)) ?? "1";
        const part = op.points === null ? {} : { points: op.points };
        return this.at(op, SERVICE).points.reverse({ id, reason: "a test", ...part });
      },
      buy: async (op, label) => {
        let rewardId = this.rewards.get(op.points);
        if (rewardId === undefined) {
          const plain = { ...NOTHING_MORE, pointsCost: op.points };
          const { create } = this.at(op, OPERATOR).rewards;
          const made = await create(plain as Parameters<typeof create>[0]);
          const { approvalId } = made;
          const decision = { approve: true, reason: "a test" };
          if (approvalId !== null) await decideOn(this.at(op, ADMIN), { approvalId, ...decision });
          rewardId = made.rewardId;
          this.rewards.set(op.points, rewardId);
        }
        const asked = { ...this.who(op), rewardId, quantity: 1, deliveryAddress: HOME };
        const { redemptionId } = await this.at(op, SERVICE, randomUUID()).rewards.redeem(asked);
        this.purchases.set(label(op.thing), redemptionId);
      },
      "call-off": (op, label) => {
        const id = this.purchases.get(label(op.thing)) ?? "1";
        return this.at(op, SERVICE).rewards.cancel({ id });
      },
      custom: (op, label) =>
        this.at(op, SERVICE).orders.earn({
          ...{ ...this.who(op), event: "CUSTOM" as const, points: op.points },
          referenceId: label(op.reference),
        }),
      adjust: async (op, label) => {
        const { points } = op;
        this.people += 1;
        const person = { ...OPERATOR, personId: this.people };
        const asked = { ...this.who(op), points, reason: "a test", reference: label(op.reference) };
        const { approvalId } = await this.at(op, person).points.adjust(asked);
        if (approvalId !== null) this.approvals.set(label(op.reference), approvalId);
      },
      open: (op, label) => this.open(op, label(op.reference)),
      decide: (op, label) => {
        const approvalId = this.approvals.get(label(op.reference)) ?? "1";
        const { approve } = op;
        const decider = op.asAsker ? OPERATOR : ADMIN;
        return decideOn(this.at(op, decider), { approvalId, approve, reason: "a test" });
      },
      status: (op) =>
        this.at(op, OPERATOR).members.setStatus({
          ...this.who(op),
          status: op.status,
          reason: "a test",
        }),
      merge: async (op) => {
        const memberId = this.members[op.by]?.id ?? "0";
        const fromMemberId = this.members[(op.by + 1) % MEMBERS_IN_WORLD]?.id ?? "0";
        const pair = { memberId, fromMemberId };
        const { version } = await this.at(op, SERVICE).members.mergePreview(pair);
        await this.at(op, SERVICE).members.merge({ ...pair, version, reason: "a test" });
      },
      look: (op) => this.at(op, SERVICE).points.balance(this.who(op)),
    };
}
