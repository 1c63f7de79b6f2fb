import type { Link } from "./link";

/** A minute of silence, in rounds: none pass while the machine itself, or the primary, stands still. */
const PATIENCE = { askMs: 5_000, rounds: 12 };

/**
 * Ends a process whose loop is held, by whatever fault: it would answer nobody, and nobody else starts it
 * again.
 *
 * @returns how to leave it alone
 */
export function endWhereHeld(
  link: Pick<Link, "ask">,
  end: () => void,
  { askMs, rounds } = PATIENCE,
): () => void {
  let silent = 0;
  const timer = setInterval(() => {
    if (silent === rounds) end();
    silent += 1;
    link.ask("alive", null).then(
      () => {
        silent = 0;
      },
      () => undefined,
    );
  }, askMs);
  timer.unref();
  return () => clearInterval(timer);
}
