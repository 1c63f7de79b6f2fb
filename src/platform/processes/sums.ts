import { AggregatorRegistry } from "prom-client";
import { type Figures, PROCESS_LABEL } from "../metrics";

/**
 * The figures of several processes as those of one. A process that ended leaves what it had counted
 * when it was last asked: a sum that went down would look as if everything had been counted anew.
 */

function added(figures: readonly Figures[]) {
  // Whatever says nothing as a sum has the process in its labels, so that nothing is added to it.
  const all = figures.map((one) => one.map((metric) => ({ ...metric, aggregator: "sum" })));
  return AggregatorRegistry.aggregate(all);
}

/** What stays true of a process that is no more; `type` is a word in figures that came by the pipe. */
function lasting(figures: Figures): Figures {
  return figures
    .filter(({ type }) => ["counter", "histogram"].includes(String(type)))
    .map((metric) => ({
      ...metric,
      values: metric.values.filter(({ labels }) => !(PROCESS_LABEL in labels)),
    }));
}

export class Sums {
  private ended: Promise<Figures> = Promise.resolve([]);
  private readonly latest = new Map<object, Figures>();

  /** @param whose the process, as long as it runs */
  keep(whose: object, figures: Figures): void {
    this.latest.set(whose, figures);
  }

  end(whose: object): void {
    const last = this.latest.get(whose);
    this.latest.delete(whose);
    if (!last) return;
    this.ended = this.ended.then((before) => added([before, lasting(last)]).getMetricsAsJSON());
  }

  /** @param own of the process that adds up */
  async text(own: Figures): Promise<string> {
    let seen: Promise<Figures>;
    let ended: Figures;
    // Whoever ends meanwhile must not be missing on both sides.
    do {
      seen = this.ended;
      ended = await seen;
    } while (seen !== this.ended);
    return added([ended, own, ...this.latest.values()]).metrics();
  }
}
