"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/modules/router";
import { BATCH_SIZE_MAX, IDEMPOTENCY_HEADER } from "./batch";
import { makeQueryClient } from "./query-client";
import { setSessionEnded } from "./session-end";

export type Outputs = inferRouterOutputs<AppRouter>;

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

const UNATTENDED_AFTER_MS = 5 * 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
let lastTouchedAt = 0;

/** What a page asks by itself while nobody touches it keeps no session alive. */
function attendance(): Record<string, string> {
  return Date.now() - lastTouchedAt > UNATTENDED_AFTER_MS ? { "x-unattended": "1" } : {};
}

/** Questions that say so are too long for an address and are asked as acts are. */
export const LONG = { context: { isLong: true } };

/** Of calls that say `{ context: { idempotencyKey } }`; see use-act-key. */
function keyOf(context: Record<string, unknown>): string | undefined {
  return typeof context.idempotencyKey === "string" ? context.idempotencyKey : undefined;
}

function makeBrowserClient() {
  lastTouchedAt = Date.now();
  if (typeof window !== "undefined") {
    for (const sign of SIGNS_OF_LIFE) {
      const touched = () => {
        lastTouchedAt = Date.now();
      };
      window.addEventListener(sign, touched, { passive: true });
    }
  }
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

export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() =>
    makeQueryClient((error) => {
      if (isSessionLost(error)) setSessionEnded(true);
    }),
  );
  const [trpcClient] = useState(makeBrowserClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Whether an act failed for want of somebody who is signed in, by whichever door it went. */
function isSessionLost(error: unknown): boolean {
  const failure = error instanceof Error && "failure" in error ? error.failure : failureOf(error);
  return (failure as ApiFailure).code === "AUTHENTICATION_REQUIRED";
}

export interface ApiFailure {
  code: string;
  /** The sentence for people, in their language. */
  detail: string | undefined;
  requestId: string | undefined;
  fieldErrors: readonly { path: string; message: string }[];
}

/** What an error of the API says; a broken connection says only that it is one. */
export function failureOf(error: unknown): ApiFailure {
  const data = error instanceof TRPCClientError ? (error.data as Partial<ErrorData> | null) : null;
  return {
    code: data?.code ?? "UNREACHABLE",
    detail: data?.detail,
    requestId: data?.requestId,
    fieldErrors: data?.errors ?? [],
  };
}

interface ErrorData {
  code: string;
  detail: string;
  requestId: string;
  errors: { path: string; message: string }[];
}
