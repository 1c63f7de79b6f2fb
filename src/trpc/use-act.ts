import { useState } from "react";
import { type ApiFailure, failureOf } from "./failure";

interface ActOptions<Input, Answer> {
  act: (input: Input) => Promise<Answer>;
  onSuccess?: (answer: Answer) => void;
  onFailed?: (failure: ApiFailure) => void;
  onSettled?: () => void;
}

interface ActState<Input, Answer> {
  isPending: boolean;
  /** What was asked for last. */
  input?: Input;
  /** Of what was asked for last, once it came. */
  answer?: Answer;
}

/** An act, how it stands and what came of it. */
export function useAct<Input, Answer>({
  act,
  onSuccess,
  onFailed,
  onSettled,
}: ActOptions<Input, Answer>): ActState<Input, Answer> & { carryOut: (input: Input) => void } {
  const [state, setState] = useState<ActState<Input, Answer>>({ isPending: false });

  function carryOut(input: Input): void {
    setState({ isPending: true, input });
    act(input).then(
      (answer) => {
        setState({ isPending: false, input, answer });
        onSuccess?.(answer);
        onSettled?.();
      },
      (error: unknown) => {
        setState({ isPending: false, input });
        onFailed?.(failureOf(error));
        onSettled?.();
      },
    );
  }

  return { ...state, carryOut };
}
