import { randomUUID } from "node:crypto";
import type { Locale } from "@/i18n/config";
import type { Loop } from "@/platform/background";
import { businessNow } from "@/platform/clock";
import { reader, type Tx, transaction } from "@/platform/db";
import { jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import type { Ask } from "@/platform/trpc";
import { memory } from "@/platform/view";
import { FOLLOWED_WITHIN_MS, nextAttemptAt, type Outcome, restMs } from "../rules";
import { type WalletKind, walletKind } from "../schema";
import * as devices from "../store/devices";
import * as store from "../store/passes";
import { cardOf, endedCard, walletWords } from "./card";
import { ApplePush, GoogleCards } from "./makers";
import { appleKeys, googleKeys } from "./settings";

const POLL_MS = 1_000;
/** Of each maker: one that hangs takes no place from the other. */
const AT_ONCE = 8;
/** When an attempt is taken for lost: well after its own time-outs, of each phone too. */
const LOST_AFTER_MS = 300_000;
/** What is under way when the process stops has as long to come to its end. */
const STOP_WITHIN_MS = 5_000;
const TURN = { kind: "job", caller: "wallets" } as const;

export interface Makers {
  APPLE: Pick<ApplePush, "tell" | "close"> | null;
  GOOGLE: Pick<GoogleCards, "tell"> | null;
}

function makersOf(): Makers {
  const [apple, google] = [appleKeys(), googleKeys()];
  return { APPLE: apple && new ApplePush(apple), GOOGLE: google && new GoogleCards(google) };
}

interface Door {
  underWay: Set<Promise<void>>;
  failures: number;
  restUntil: number;
}

/**
 * Tells the wallets of phones what has changed on cards: at least once each, by any number of processes, and with
 * what holds at that moment. A maker that takes nothing is left alone for a while, longer each time.
 */
export class WalletUpdater implements Loop {
  readonly name = "wallets";
  readonly everyMs = POLL_MS;
  private readonly clock: () => Date;
  private readonly makers: () => Makers;
  private made: Makers | undefined;
  private readonly doors: Record<WalletKind, Door> = { APPLE: aDoor(), GOOGLE: aDoor() };

  constructor({
    clock = () => new Date(),
    makers = makersOf,
  }: { clock?: () => Date; makers?: () => Makers } = {}) {
    this.clock = clock;
    this.makers = makers;
  }

  /** True when there may be more to tell at once. */
  async turn(): Promise<boolean> {
    this.made ??= this.makers();
    const now = this.clock();
    let isMore = false;
    for (const kind of walletKind.options) {
      const door = this.doors[kind];
      const free = AT_ONCE - door.underWay.size;
      const isResting = door.restUntil > now.getTime();
      if (this.made[kind] === null || isResting || free <= 0) continue;
      if (!(await store.isAnyDue(reader, kind, now))) continue;
      // Whether a maker takes anything again is tried with one.
      const claimed = await transaction(
        (tx) => claimDue(tx, kind, now, door.failures > 0 ? 1 : free),
        TURN,
      );
      for (const one of claimed) this.launch(kind, one);
      isMore ||= claimed.length === free;
    }
    return isMore;
  }

  private launch(kind: WalletKind, claimed: Claimed): void {
    const { underWay } = this.doors[kind];
    const telling = this.tell(kind, claimed)
      // Not written down: it is taken for lost, and told again.
      .catch((err: unknown) => log().warn({ err }, "a card’s update was not recorded"))
      .finally(() => underWay.delete(telling));
    underWay.add(telling);
  }

  private async tell(kind: WalletKind, { row, claim }: Claimed): Promise<void> {
    const outcome = await (kind === "APPLE" ? this.tellPhones(row) : this.tellGoogle(row)).catch(
      (err: unknown): Outcome => {
        log().warn({ err, passId: row.id }, "a card could not be made");
        return { result: "FAILED", error: "NOT_MADE", isAway: false };
      },
    );
    const now = this.clock();
    this.note(kind, outcome, now);
    if (outcome.result === "GONE") return this.leave(row, claim, now);
    if (outcome.result === "TOLD") {
      // What Google was told of somebody who has left is all there is to tell.
      if (row.endedAt && kind === "GOOGLE") return store.removeClaimed(row.id, claim);
      return store.finishPass(row, claim, { now, error: null });
    }
    log().warn({ passId: row.id, kind, error: outcome.error }, "a card was not updated");
    const next = nextAttemptAt(row.attempts + 1, now);
    if (next) return store.postponePass(row.id, claim, next, outcome.error);
    return store.finishPass(row, claim, { now, error: outcome.error });
  }

  /** A link that was just given may be followed yet; a card that is not there is told of no more. */
  private async leave(row: store.PassRow, claim: string, now: Date): Promise<void> {
    const isYoung = now.getTime() - row.issuedAt.getTime() < FOLLOWED_WITHIN_MS;
    const next = isYoung && !row.endedAt ? nextAttemptAt(row.attempts + 1, now) : null;
    if (next) return store.postponePass(row.id, claim, next, "NOT_THERE");
    return store.removeClaimed(row.id, claim);
  }

  private note(kind: WalletKind, outcome: Outcome, now: Date): void {
    const door = this.doors[kind];
    if (outcome.result !== "FAILED") door.failures = 0;
    else if (outcome.isAway) {
      door.failures += 1;
      door.restUntil = now.getTime() + restMs(door.failures);
    }
  }

  /** Each phone, one after the other; one that is gone is told nothing more. */
  private async tellPhones(row: store.PassRow): Promise<Outcome> {
    let failed: Outcome | undefined;
    for (const { id, pushToken } of await devices.devicesOf(reader, row.id)) {
      const outcome = await this.made?.APPLE?.tell(pushToken);
      if (outcome?.result === "GONE") await devices.forgetDevice(id, pushToken);
      if (outcome?.result !== "FAILED") continue;
      failed = outcome;
      if (outcome.isAway) break;
    }
    return failed ?? { result: "TOLD" };
  }

  private async tellGoogle({ memberId, serial, locale, endedAt }: store.PassRow): Promise<Outcome> {
    const ask = askOf(locale as Locale);
    const card = await (endedAt ? endedCard(ask, serial) : cardOf(ask, memberId));
    const outcome = await this.made?.GOOGLE?.tell(card, walletWords(ask.locale), serial);
    return outcome ?? { result: "TOLD" };
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.all(Object.values(this.doors).flatMap(({ underWay }) => [...underWay]));
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => this.made?.APPLE?.close(), STOP_WITHIN_MS);
    await this.settled();
    clearTimeout(timer);
    this.made?.APPLE?.close();
  }
}

const aDoor = (): Door => ({ underWay: new Set(), failures: 0, restUntil: 0 });

/** What is read for a card that nobody asks for. */
function askOf(locale: Locale): Ask {
  return { ...memory(), ...jobOrigin(businessNow()), db: reader, locale };
}

interface Claimed {
  row: store.PassRow;
  claim: string;
}

async function claimDue(tx: Tx, kind: WalletKind, now: Date, limit: number): Promise<Claimed[]> {
  const lostAt = new Date(now.getTime() + LOST_AFTER_MS);
  const rows = await store.lockDue(tx, kind, now, limit);
  return rows.map((row) => {
    const claim = randomUUID();
    store.claimPass(tx, row.id, claim, lostAt);
    return { row, claim };
  });
}
