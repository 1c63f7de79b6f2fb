import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { queryClientOfRequest } from "./server";

/** Hands over what was fetched here. Apart from the caller: pages that only show bring nothing of it along. */
export function Hydrate({ children }: { children: ReactNode }) {
  return (
    <HydrationBoundary state={dehydrate(queryClientOfRequest())}>{children}</HydrationBoundary>
  );
}
