import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

/** What was asked for in the background, and of which edit: another edit is another question. */
interface Asked {
  id: string;
  of: string;
}

/**
 * What somebody asked for last of one kind: whoever closes the dialog and opens it again over the same edit
 * finds it.
 */
export function useAsked(kind: "preview" | "machines", edit: object) {
  const queryClient = useQueryClient();
  const of = JSON.stringify(edit);
  const key = [`${kind}Asked`];
  const [asked, setAsked] = useState<Asked | null>(() => {
    const last = queryClient.getQueryData<Asked>(key);
    return last?.of === of ? last : null;
  });
  function keep(next: Asked | null): void {
    if (next) queryClient.setQueryData(key, next);
    else queryClient.removeQueries({ queryKey: key });
    setAsked(next);
  }
  return {
    asked,
    of,
    remember: (id: string) => keep({ id, of }),
    forget: () => keep(null),
  };
}
