import { Fragment, type ReactNode } from "react";
import type { Entry } from "./entry-words";
import { OrderNumber } from "./order-number";
import { useEntryWords } from "./use-entry-words";

interface EntryFactsProps {
  entry: Entry;
  time: string;
  orderUrl: string | null;
  /** What only staff read. */
  more?: readonly ReactNode[];
}

/** When it was and what is known of it, with the sum that made the number on a line of its own. */
export function EntryFacts({ entry, time, orderUrl, more = [] }: EntryFactsProps) {
  const words = useEntryWords();
  const order = words.order(entry);
  const sum = words.sum(entry);
  const facts: ReactNode[] = [
    time,
    ...(order ? [<OrderNumber key="order" order={order} orderUrl={orderUrl} />] : []),
    ...words.facts(entry),
    ...more,
  ];
  return (
    <div className="tabular min-w-0">
      <p>
        {facts.map((fact, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a line never move
          <Fragment key={at}>
            {at > 0 ? " · " : null}
            {fact}
          </Fragment>
        ))}
      </p>
      {sum ? <p className="text-ink-soft">{sum}</p> : null}
    </div>
  );
}
