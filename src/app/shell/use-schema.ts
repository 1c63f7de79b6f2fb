import { useEffect, useState } from "react";
import { onFirstTouch } from "@/ui/use-later";

/**
 * A schema that is there, or one that is fetched with the first touch of the page, or when a form is
 * judged before.
 */
export function useSchema<Schema extends object>(schema: Schema | (() => Promise<Schema>)) {
  const load = typeof schema === "function" ? schema : null;
  const [fetchedSchema, setFetched] = useState<Schema | null>(null);
  useEffect(() => {
    if (!load) return;
    // Where it can't be had the form says so when it is sent.
    const keep = () =>
      void load()
        .then((one) => setFetched(() => one))
        .catch(() => undefined);
    return onFirstTouch(keep);
  }, [load]);
  const known = typeof schema === "function" ? fetchedSchema : schema;
  return { known, fetched: async () => known ?? (load ? await load() : (schema as Schema)) };
}
