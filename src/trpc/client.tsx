"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/modules/router";
import { onActed } from "./acted";
import { attendance } from "./attendance";
import { BATCH_SIZE_MAX, IDEMPOTENCY_HEADER } from "./batch";
import { isSessionLost } from "./failure";
import { makeQueryClient } from "./query-client";
import { setSessionEnded } from "./session-end";

type ApiClient = TRPCClient<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { type ApiFailure, failureOf } from "./failure";
export { useTRPC, useTRPCClient };

/** Questions that say so are too long for an address and are asked as acts are. */
export const LONG = { context: { isLong: true } };

/** Of calls that say `{ context: { idempotencyKey } }`; see use-act-key. */
function keyOf(context: Record<string, unknown>): string | undefined {
  return typeof context.idempotencyKey === "string" ? context.idempotencyKey : undefined;
}

function makeBrowserClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ context }) => keyOf(context) !== undefined,
        true: httpLink({
          url: "/api/trpc",
          headers: ({ op }) => ({ ...attendance(), [IDEMPOTENCY_HEADER]: keyOf(op.context) }),
        }),
        false: splitLink({
          condition: ({ context }) => context.isLong === true,
          true: httpLink({ url: "/api/trpc", headers: attendance, methodOverride: "POST" }),
          false: httpBatchLink({ url: "/api/trpc", maxItems: BATCH_SIZE_MAX, headers: attendance }),
        }),
      }),
    ],
  });
}

interface Clients {
  queryClient: QueryClient;
  trpcClient: ApiClient;
}

function makeClients(): Clients {
  const queryClient = makeQueryClient((error) => {
    if (isSessionLost(error)) setSessionEnded(true);
  });
  return { queryClient, trpcClient: makeBrowserClient() };
}

let ofDocument: Clients | undefined;

/** One for the document, whichever parts of a page talk to the API; where pages are made, one for each part. */
function clients(): Clients {
  if (typeof window === "undefined") return makeClients();
  if (!ofDocument) {
    const made = makeClients();
    onActed(() => void made.queryClient.invalidateQueries());
    ofDocument = made;
  }
  return ofDocument;
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const [{ queryClient, trpcClient }] = useState(clients);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
