import { env } from "@/env";
import { UnsuitableDatabase } from "../database-connections";
import { reader } from "../db";
import { DomainError } from "../errors";
import { log } from "../log";
import { metrics } from "../metrics";
import { connectionsHere } from "../processes/shares";
import { nextOne } from "./next-one";
import { type Position, primaryPosition } from "./position";
import { NotFromReplica, ORIGIN, Replica } from "./replica";
import { Turns } from "./turns";

/** The replicas of this process. */

const LOOK_EVERY_MS = 1000;
/** Of the primary's connections those that reads may take which a replica should have answered. */
const SHARE_OF_PRIMARY = 0.5;
const IN_LINE_MAX = 200;

export class Replicas {
  /** What the primary answers instead: never so much that acts find no connection. */
  readonly onPrimary: Turns;
  private readonly timer: NodeJS.Timeout;
  /** Whom a look is under way at: one that hangs keeps none of the others waiting. */
  private readonly lookedAt = new Set<Replica>();
  private turn = 0;
  private isClosed = false;

  constructor(readonly all: readonly Replica[]) {
    this.onPrimary = new Turns({
      atOnce: Math.max(1, Math.floor(connectionsHere() * SHARE_OF_PRIMARY)),
      inLine: IN_LINE_MAX,
      waitMs: env().DB_ACQUIRE_TIMEOUT_MS,
    });
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
    for (const { name } of all) metrics().replicaProcesses.set({ replica: name }, 0);
    void this.look();
  }

  private async look(): Promise<void> {
    const position = await primaryPosition().catch((err: unknown) => {
      // Nobody knows how far a replica has to be while the primary is away.
      log().debug({ err }, "no position of the primary");
      return undefined;
    });
    if (position === undefined || this.isClosed) return;
    for (const one of this.all) {
      if (!this.lookedAt.has(one)) void this.lookAt(one, position);
    }
  }

  private async lookAt(one: Replica, position: Position | string): Promise<void> {
    this.lookedAt.add(one);
    try {
      if (typeof position === "string") one.leave("unsuitable", new UnsuitableDatabase(position));
      else await one.look(position);
    } finally {
      this.lookedAt.delete(one);
    }
  }

  /**
   * One that has come as far as the primary is now.
   *
   * @throws NotFromReplica; DomainError SERVICE_UNAVAILABLE while the primary is away
   */
  readonly caughtUp = nextOne(() => this.chooseOne());

  private async chooseOne(): Promise<Replica> {
    const able = this.all.filter(({ leftOut }) => leftOut === null);
    const least = Math.min(...able.map(({ inUse }) => inUse));
    const idlest = able.filter(({ inUse }) => inUse === least);
    const one = idlest[this.turn++ % idlest.length];
    if (!one) throw new NotFromReplica("left_out");
    const position = await primaryPosition();
    if (typeof position === "string") throw one.leave("unsuitable");
    await one.follow(position);
    return one;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await Promise.all(this.all.map((one) => one.close()));
  }
}

declare global {
  // Pages and the API are bundled apart; there must still be one of each pool per process.
  var __memberSystemReplicas: Replicas | undefined;
}

/** Undefined where DATABASE_REPLICA_URLS names none. */
export function replicas(): Replicas | undefined {
  const { DATABASE_REPLICA_URLS: urls } = env();
  if (urls.length === 0) return undefined;
  globalThis.__memberSystemReplicas ??= new Replicas(
    urls.map(
      (url, place) =>
        new Replica({
          name: String(place + 1),
          url,
          authority: env().DATABASE_CA,
          connections: connectionsHere(),
          waitMs: env().DATABASE_REPLICA_WAIT_MS,
          positionOfPrimary: async () => {
            const position = await primaryPosition();
            return typeof position === "string" ? null : position.text;
          },
          originOfPrimary: async () => (await reader.row<{ id: string }>(ORIGIN))?.id,
        }),
    ),
  );
  return globalThis.__memberSystemReplicas;
}

/**
 * Before a process serves: one whose primary cannot say how far it is would never read from a replica.
 * The replicas themselves may come later.
 *
 * @throws Error with a sentence for people
 */
export async function beginWithReplicas(): Promise<void> {
  if (env().DATABASE_REPLICA_URLS.length === 0) return;
  const position = await primaryPosition().catch((error: unknown) => {
    // While the primary is away it is asked again with every look.
    if (error instanceof DomainError) return null;
    throw error;
  });
  if (typeof position === "string") throw new UnsuitableDatabase(position);
  replicas();
}

export async function closeReplicas(): Promise<void> {
  const open = globalThis.__memberSystemReplicas;
  globalThis.__memberSystemReplicas = undefined;
  await open?.close();
}
