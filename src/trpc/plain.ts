import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/modules/router";
import { tellActed } from "./acted";
import { attendance } from "./attendance";
import { type ErrorData, isSessionLost, Refused } from "./failure";
import { setSessionEnded } from "./session-end";

/**
 * The procedures over plain `fetch`, one at a time: what pages need that show what the server gave them and do
 * one thing or another. Batches, keys and a cache of answers are the client's (client.tsx), which weighs 25 kB.
 */

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;
type Part = keyof Inputs & keyof Outputs;
type Name<P extends Part> = keyof Inputs[P] & keyof Outputs[P] & string;

/** So often a question is asked again that nobody answered. */
const RETRIES = 2;
const RETRY_MS = 1_000;

/** @throws Refused, or what `fetch` throws where nobody answered */
async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(`/api/trpc/${path}`, init);
  const said = (await answer.json()) as {
    result?: { data: Answer };
    error?: { data?: Partial<ErrorData> };
  };
  if (!said.result) throw new Refused(said.error?.data ?? {});
  return said.result.data;
}

/** @throws Refused, or what `fetch` throws where nobody answered */
export async function ask<P extends Part, N extends Name<P>>(
  part: P,
  name: N,
  input: Inputs[P][N],
): Promise<Outputs[P][N]> {
  const path = `${part}.${name}?input=${encodeURIComponent(JSON.stringify(input))}`;
  for (let failures = 0; ; failures += 1) {
    try {
      return await call(path, { headers: attendance() });
    } catch (error) {
      if (error instanceof Refused || failures === RETRIES || !navigator.onLine) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * 2 ** failures));
    }
  }
}

/** @throws Refused, or what `fetch` throws where nobody answered */
export async function act<P extends Part, N extends Name<P>>(
  part: P,
  name: N,
  input: Inputs[P][N],
): Promise<Outputs[P][N]> {
  try {
    const answer = await call<Outputs[P][N]>(`${part}.${name}`, {
      method: "POST",
      headers: { ...attendance(), "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    tellActed();
    return answer;
  } catch (error) {
    if (isSessionLost(error)) setSessionEnded(true);
    throw error;
  }
}
