import { useEffect, useEffectEvent, useRef, useState } from "react";
import { actsSoFar, onActed } from "./acted";

interface AskedOptions<Answer> {
  /** Names the question: another one is asked anew. */
  name: string;
  /** What the page was made with, for the question of then. */
  initial: Answer;
  ask: () => Promise<Answer>;
}

interface AskedState<Answer> {
  name: string;
  data: Answer;
  error: unknown;
  isAsking: boolean;
}

interface Asked<Answer> extends Omit<AskedState<Answer>, "name"> {
  /** It answers another question still; the answer to this one is on its way. */
  isOther: boolean;
  askAgain: () => void;
  /** As it will be, before the server says so. */
  foresee: (change: (now: Answer) => Answer) => void;
}

/** How long what a page was made with is taken for new, as in what TanStack Query keeps. */
const NEW_MS = 30_000;

/** An answer that the page came with, asked anew once something was done, and whenever the question is another. */
export function useAsked<Answer>({ name, initial, ask }: AskedOptions<Answer>): Asked<Answer> {
  const [state, setState] = useState<AskedState<Answer>>({
    ...{ name, data: initial },
    ...{ error: null, isAsking: false },
  });
  const turn = useRef(0);

  function askAgain(): void {
    turn.current += 1;
    const own = turn.current;
    setState((now) => ({ ...now, isAsking: true }));
    ask().then(
      (data) => own === turn.current && setState({ name, data, error: null, isAsking: false }),
      (error: unknown) =>
        own === turn.current && setState((now) => ({ ...now, error, isAsking: false })),
    );
  }

  const again = useEffectEvent(askAgain);
  const isMade = useRef(false);
  useEffect(() => {
    // A page that comes back out of the router's memory is as it was made.
    const isOld = actsSoFar() > 0 || performance.now() > NEW_MS;
    const isOther = isMade.current && name !== "";
    isMade.current = true;
    if (isOther || isOld) again();
  }, [name]);
  useEffect(() => onActed(again), []);

  return {
    ...{ data: state.data, error: state.error, isAsking: state.isAsking },
    isOther: state.name !== name,
    askAgain,
    foresee: (change) => {
      // An answer that is on its way is of before.
      turn.current += 1;
      setState((now) => ({ ...now, data: change(now.data), isAsking: false }));
    },
  };
}
