import { DomainError } from "@/platform/errors";

export interface GateSize {
  atOnce: number;
  /** How many may wait in all. */
  waiting: number;
  /** How many of one origin may wait, so that it does not fill the gate for all others. */
  waitingOfOne: number;
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
  isFullFor(origin: string): boolean {
    return (this.waitingOf.get(origin) ?? 0) >= this.size.waitingOfOne;
  }

  /** @throws DomainError SERVICE_UNAVAILABLE where too many wait already */
  async run<T>(origin: string, act: () => Promise<T>): Promise<T> {
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

  private async turn(origin: string): Promise<void> {
    if (this.waiting.length >= this.size.waiting) {
      throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 });
    }
    this.waitingOf.set(origin, (this.waitingOf.get(origin) ?? 0) + 1);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    const left = (this.waitingOf.get(origin) ?? 1) - 1;
    if (left === 0) this.waitingOf.delete(origin);
    else this.waitingOf.set(origin, left);
  }
}
