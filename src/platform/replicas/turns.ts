import { DomainError } from "../errors";

/** So many at once; the others wait in line, for as long as is said, and as many as are said. */

interface Waiting {
  go: () => void;
}

export class Turns {
  private running = 0;
  private readonly line = new Set<Waiting>();

  constructor(private readonly limit: { atOnce: number; inLine: number; waitMs: number }) {}

  /** @throws DomainError SERVICE_UNAVAILABLE where the line is full or the wait runs out */
  async take<T>(run: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await run();
    } finally {
      this.running--;
      this.next();
    }
  }

  private turn(): Promise<void> {
    if (this.running < this.limit.atOnce) {
      this.running++;
      return Promise.resolve();
    }
    if (this.line.size >= this.limit.inLine) return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      const mine: Waiting = {
        go: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.line.delete(mine);
        reject(tooMany());
      }, this.limit.waitMs);
      this.line.add(mine);
    });
  }

  private next(): void {
    const [first] = this.line;
    if (!first || this.running >= this.limit.atOnce) return;
    this.line.delete(first);
    this.running++;
    first.go();
  }
}

function tooMany(): DomainError {
  return new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 });
}
