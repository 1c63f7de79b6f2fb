import { randomUUID } from "node:crypto";
import type { Loop } from "@/platform/background";
import { reader, type Tx, transaction } from "@/platform/db";
import { invariant } from "@/platform/errors";
import { log } from "@/platform/log";
import { brandSetting } from "../../brand/service/setting";
import { nextAttemptAt, type Outcome } from "../rules";
import { type Channel, channel as channels } from "../schema";
import * as store from "../store";
import { letterOf } from "./messages";
import { type Transport, transportOf } from "./transports";

const POLL_MS = 250;
/** Of each channel: a hook that hangs takes no place from e-mails. */
const AT_ONCE = 16;
/** Of these: the others are left to what somebody waits for, however much news there is. */
const NEWS_AT_ONCE = 12;
/** When an attempt is taken for lost: well after its own time-outs. */
const LOST_AFTER_MS = 120_000;
/** What is under way when the process stops has as long to come to its end. */
const STOP_WITHIN_MS = 5_000;

interface Claimed {
  row: store.MessageRow;
  claim: string;
}

interface SenderOptions {
  clock?: () => Date;
  transports?: (channel: Channel) => Transport | null;
}

/**
 * Sends what waits: at least once each, by any number of processes. A message is claimed before it is
 * sent and is nobody else's until it is through or taken for lost.
 */
export class Sender implements Loop {
  readonly name = "sender";
  readonly everyMs = POLL_MS;
  private readonly underWay = new Map<Channel, Map<Promise<void>, { isNews: boolean }>>(
    channels.options.map((one) => [one, new Map()]),
  );
  private readonly clock: () => Date;
  private readonly transports: ReadonlyMap<Channel, Transport | null>;

  constructor({ clock = () => new Date(), transports = transportOf }: SenderOptions = {}) {
    this.clock = clock;
    this.transports = new Map(channels.options.map((one) => [one, transports(one)]));
  }

  /** True when there may be more to send at once. */
  async turn(): Promise<boolean> {
    const now = this.clock();
    const open = channels.options.filter((channel) => this.free(channel) > 0);
    if (open.length === 0) return false;
    const filled = [];
    for (const channel of await store.channelsDue(reader, open, now)) {
      filled.push(await this.sendDue(channel, now));
    }
    return filled.includes(true);
  }

  private of(channel: Channel): Map<Promise<void>, { isNews: boolean }> {
    const underWay = this.underWay.get(channel);
    invariant(underWay, "each channel has its places");
    return underWay;
  }

  private free(channel: Channel): number {
    return AT_ONCE - this.of(channel).size;
  }

  private freeForNews(channel: Channel): number {
    const news = [...this.of(channel).values()].filter(({ isNews }) => isNews).length;
    return NEWS_AT_ONCE - news;
  }

  /** First what somebody waits for, then news. True where all free places of either were taken. */
  private async sendDue(channel: Channel, now: Date): Promise<boolean> {
    const filled = [];
    for (const isNews of [false, true]) {
      const free = Math.min(
        this.free(channel),
        isNews ? this.freeForNews(channel) : Number.POSITIVE_INFINITY,
      );
      if (free <= 0) continue;
      const claimed = await transaction((tx) => claimDue(tx, { channel, isNews }, now, free));
      for (const one of claimed) this.launch(one);
      filled.push(claimed.length === free);
    }
    return filled.includes(true);
  }

  private launch(claimed: Claimed): void {
    const underWay = this.of(claimed.row.channel);
    const sending = this.send(claimed)
      // Not written down: it is taken for lost, and sent again.
      .catch((err: unknown) => log().warn({ err }, "a message’s end was not recorded"))
      .finally(() => underWay.delete(sending));
    underWay.set(sending, { isNews: Boolean(claimed.row.isNews) });
  }

  private async send({ row, claim }: Claimed): Promise<void> {
    const transport = this.transports.get(row.channel);
    const letter = letterOf(row, (await brandSetting(reader)).name);
    const outcome: Outcome = !transport
      ? { result: "REFUSED", error: "NO_TRANSPORT" }
      : letter === null
        ? { result: "REFUSED", error: "TEXT_UNREADABLE" }
        : await transport.send(letter);
    const now = this.clock();
    if (outcome.result === "SENT") {
      const keepsText = transport?.keepsText === true;
      return store.finishMessage(row.id, claim, { status: "SENT", error: null, keepsText }, now);
    }
    const { error } = outcome;
    log().warn({ messageId: row.id, channel: row.channel, error }, "a message was not sent");
    const next =
      outcome.result === "REFUSED" ? null : nextAttemptAt(row.attempts + 1, now, row.expiresAt);
    if (next) return store.postponeMessage(row.id, claim, next, error);
    return store.finishMessage(row.id, claim, { status: "FAILED", error, keepsText: false }, now);
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.all([...this.underWay.values()].flatMap((of) => [...of.keys()]));
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => this.close(), STOP_WITHIN_MS);
    await this.settled();
    clearTimeout(timer);
    this.close();
  }

  private close(): void {
    for (const transport of this.transports.values()) transport?.close();
  }
}

async function claimDue(
  tx: Tx,
  kind: Pick<store.MessageRow, "channel" | "isNews">,
  now: Date,
  limit: number,
): Promise<Claimed[]> {
  const lostAt = new Date(now.getTime() + LOST_AFTER_MS);
  const rows = await store.lockDue(tx, kind, now, limit);
  return rows.flatMap((row) => {
    if (row.expiresAt <= now) {
      store.expireMessage(tx, row.id, now);
      return [];
    }
    const claim = randomUUID();
    store.claimMessage(tx, row.id, claim, lostAt);
    return [{ row, claim }];
  });
}
