import "server-only";
import type { ReactNode } from "react";
import { ApiProvider } from "./client";
import { Hydrate } from "./hydrate";

/** A part of a page that goes on asking the API, with what was fetched for it here. */
export function AskingPart({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      <Hydrate>{children}</Hydrate>
    </ApiProvider>
  );
}
