import { type Job, JobRunner } from "./jobs";
import { log } from "./log";

/** Work that never ends, such as publishing: a turn, a short wait, the next turn. */
export interface Loop {
  name: string;
  everyMs: number;
  /** True when the next turn should follow at once. */
  turn: () => Promise<boolean>;
  /** Finishes or gives back what is under way. */
  stop: () => Promise<void>;
}

export interface Background {
  stop: () => Promise<void>;
}

const AFTER_FAILURE_MS = 1_000;

/** Turns one loop until it is stopped; a turn that fails is logged, and the next one is tried. */
class Turning {
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly ended: Promise<void>;

  constructor(private readonly loop: Loop) {
    this.ended = this.run();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const waitMs = await this.turn();
      if (waitMs > 0 && !this.stopped) await this.pause(waitMs);
    }
  }

  private async turn(): Promise<number> {
    try {
      return (await this.loop.turn()) ? 0 : this.loop.everyMs;
    } catch (err) {
      log().warn({ err, loop: this.loop.name }, "a turn failed");
      return AFTER_FAILURE_MS;
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.ended;
    await this.loop.stop().catch((err: unknown) => {
      log().warn({ err, loop: this.loop.name }, "could not stop cleanly");
    });
  }
}

/** Everything that happens without a caller: the jobs, and the loops beside them. */
export function startBackground(jobs: readonly Job[], loops: readonly Loop[]): Background {
  const runner = new JobRunner(jobs);
  runner.start();
  const turning = loops.map((loop) => new Turning(loop));
  return {
    async stop() {
      await Promise.all([runner.stop(), ...turning.map((loop) => loop.stop())]);
    },
  };
}
