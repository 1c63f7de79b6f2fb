import {
  drawCancellation,
  drawChange,
  drawCompletion,
  drawRefund,
  drawRejection,
  drawReturn,
} from "./draw-orders";
import {
  drawAdjustment,
  drawCallingOff,
  drawCapture,
  drawCustom,
  drawDecision,
  drawHold,
  drawOpening,
  drawPurchase,
  drawRelease,
  drawReversal,
  drawStatus,
  drawUse,
} from "./draw-points";
import { type Draw, expiresSoon } from "./drawing";
import { livingHolds } from "./lots";
import { laterThan } from "./moments";
import { Random, seedOf } from "./random";
import { type Member, memberOf, type World } from "./state";
import { frozenOf } from "./sums";
import { BEGINNING, type Kind, MEMBERS_IN_WORLD, type Operation } from "./vocabulary";

/**
 * Draws operations that mean something to the world as it is: mostly sensible ones, often on the
 * edge of a rule, some beyond it, some repeated, some contradicting what was said before.
 */

const DRAWN: Record<Kind, { weight: number; draw: (draw: Draw) => Operation }> = {
  complete: { weight: 20, draw: drawCompletion },
  change: { weight: 9, draw: drawChange },
  cancel: { weight: 3, draw: drawCancellation },
  refund: { weight: 15, draw: drawRefund },
  "ask-return": { weight: 10, draw: drawReturn },
  "reject-return": { weight: 3, draw: drawRejection },
  use: { weight: 12, draw: drawUse },
  hold: { weight: 9, draw: drawHold },
  capture: { weight: 10, draw: drawCapture },
  release: { weight: 4, draw: drawRelease },
  reverse: { weight: 3, draw: drawReversal },
  buy: { weight: 4, draw: drawPurchase },
  "call-off": { weight: 3, draw: drawCallingOff },
  custom: { weight: 4, draw: drawCustom },
  adjust: { weight: 5, draw: drawAdjustment },
  open: { weight: 2, draw: drawOpening },
  decide: { weight: 2, draw: drawDecision },
  status: { weight: 1, draw: drawStatus },
  // Then the world has one member less: late in most, and in some early.
  merge: { weight: 0.6, draw: ({ at, by }) => ({ kind: "merge", at, by }) },
  look: { weight: 3, draw: ({ at, by }) => ({ kind: "look", at, by }) },
};

/** Each world has likings of its own, so that some see what a mean one never shows. */
const LIKINGS = [0.3, 1, 1, 1, 3];
const WEALTH_YUAN = [30, 300, 1200, 4000, 12_000];
const AGAIN_PERCENT = 9;

export class Operations {
  private readonly random: Random;
  private readonly weights = {} as Record<Kind, number>;
  private readonly wealth: number;
  private readonly said: Operation[] = [];
  private now = BEGINNING;
  private labels = 0;

  constructor(
    seed: number,
    number: number,
    private readonly world: World,
  ) {
    this.random = new Random(seedOf(seed, number));
    this.wealth = this.random.pick(WEALTH_YUAN) ?? 100;
    for (const kind of Object.keys(DRAWN) as Kind[]) {
      this.weights[kind] = DRAWN[kind].weight * (this.random.pick(LIKINGS) ?? 1);
    }
  }

  next(): Operation {
    const { random, world } = this;
    this.now = laterThan(this.now, world, random);
    const earlier = random.pick(this.said.slice(random.chance(50) ? -5 : -60));
    const op =
      earlier && random.chance(AGAIN_PERCENT) ? again(earlier, this.now, random) : this.draw();
    this.said.push(op);
    return op;
  }

  private draw(): Operation {
    const { random, world, wealth } = this;
    const by = random.between(0, MEMBERS_IN_WORLD - 1);
    const kind = this.urgent(memberOf(world, by)) ?? random.weighted(this.weights);
    const fresh = (prefix: string) => `${prefix}${++this.labels}`;
    return DRAWN[kind].draw({ random, world, wealth, at: this.now, by, fresh });
  }

  /** States that are rare and pass quickly are used while they last. */
  private urgent(member: Member): Kind | undefined {
    const { random, world, now } = this;
    const holds = livingHolds(world, member);
    const outlives = holds.some(({ parts }) => parts.some(({ lot }) => lot.expiresAt <= now));
    if (outlives && random.chance(50)) return random.pick(["capture", "release", "cancel"]);
    if (member.isFrozen && random.chance(15)) return random.pick(["status", "status", "capture"]);
    if (member.owed > 0 && frozenOf(member) > 0 && random.chance(35)) {
      return random.pick(holds.length > 0 ? ENDINGS : ["reject-return", "refund"]);
    }
    if (holds.length > 0) return random.chance(25) ? random.pick(ENDINGS) : undefined;
    return expiresSoon(member, now) && random.chance(40) ? "hold" : undefined;
  }
}

const ENDINGS: Kind[] = [
  "capture",
  "capture",
  "capture",
  "release",
  "release",
  "reject-return",
  "refund",
  "refund",
  "cancel",
  "status",
];

/** The same words once more; some of them garbled. */
function again(earlier: Operation, at: number, random: Random): Operation {
  const same = { ...earlier, at };
  if (random.chance(55)) return same;
  if (random.chance(30)) return { ...same, by: (earlier.by + 1) % MEMBERS_IN_WORLD };
  const fields = earlier as unknown as Record<string, unknown>;
  const name = random.pick(["points", "amount", "paid"].filter((field) => fields[field]));
  if (name === undefined) return same;
  const other = Number(fields[name]) + (random.chance(50) ? 1 : -1);
  return { ...same, [name]: other === 0 ? 1 : other };
}
