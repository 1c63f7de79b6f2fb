import { DomainError } from "@/platform/errors";
import type { Network } from "@/platform/network";

export interface GateSize {
  atOnce: number;
  /** How many may wait in all. */
  waiting: number;
  /** How many of one network may wait, and of its region, so that none fills the gate for all others. */
  waitingOfOne: number;
  waitingOfRegion: number;
}

/**
 * Lets a few through at a time and some wait, so that many who sign in at once take neither all
 * connections nor all memory from everybody else.
 */
export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly waitingOf = new Map<string, number>();

  constructor(private readonly size: GateSize) {}

  /** Whether so many of one origin wait already that another had better be refused. */
  isFullFor({ near, region }: Network): boolean {
    const { waitingOfOne, waitingOfRegion } = this.size;
    return this.of(nearKey(near)) >= waitingOfOne || this.of(regionKey(region)) >= waitingOfRegion;
  }

  /** @throws DomainError SERVICE_UNAVAILABLE where too many wait already */
  async run<T>(origin: Network, act: () => Promise<T>): Promise<T> {
    if (this.inside < this.size.atOnce) this.inside += 1;
    else await this.turn(origin);
    try {
      return await act();
    } finally {
      // Whoever comes next takes this place over.
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }

  private async turn({ near, region }: Network): Promise<void> {
    if (this.waiting.length >= this.size.waiting) {
      throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 });
    }
    const keys = [nearKey(near), regionKey(region)];
    for (const key of keys) this.waitingOf.set(key, this.of(key) + 1);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    for (const key of keys) {
      const left = this.of(key) - 1;
      if (left <= 0) this.waitingOf.delete(key);
      else this.waitingOf.set(key, left);
    }
  }

  private of(key: string): number {
    return this.waitingOf.get(key) ?? 0;
  }
}

/** Where there is no address, a network and its region have one name. */
const nearKey = (near: string) => `near ${near}`;
const regionKey = (region: string) => `region ${region}`;
