import { useState } from "react";

/** Which rows are chosen: some by hand, on whichever pages, or all that match. */
export function useChosen(question: string) {
  const [state, setState] = useState<{ of: string; ids: ReadonlySet<string>; isAll: boolean }>();
  // Asked for something else, nobody is chosen any more.
  const now =
    state?.of === question ? state : { of: question, ids: new Set<string>(), isAll: false };
  return {
    ids: now.ids,
    isAll: now.isAll,
    choose(ids: readonly string[], chosen: boolean) {
      const next = new Set(now.ids);
      for (const id of ids) {
        if (chosen) next.add(id);
        else next.delete(id);
      }
      setState({ of: question, ids: next, isAll: false });
    },
    chooseAll: () => setState({ ...now, isAll: true }),
    clear: () => setState(undefined),
  };
}
