import type { Locale } from "@/i18n/config";
import type { Caller } from "./auth";

export type { Locale } from "@/i18n/config";

/** One request, whichever door it came through. */
export interface Context {
  caller: Caller;
  requestId: string;
  locale: Locale;
  /** The caller's Idempotency-Key (or webhook-id), already known to be well-formed. */
  idempotencyKey: string | null;
  /** Method and path as the key remembers them; null: the procedure's own name. */
  route: { method: string; path: string } | null;
  /** Headers the answer gets beside those of the door. */
  answerHeaders: Map<string, string>;
  remoteAddress: string;
  /** Tells when nobody waits for the answer any more; absent where the host doesn't know. */
  whenGone?: ((left: () => void) => void) | undefined;
}
