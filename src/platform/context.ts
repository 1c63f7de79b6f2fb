import type { Locale } from "@/i18n/config";
import type { Caller } from "./auth";
import type { Again } from "./work";

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
  /** The Cookie header as it came: a browser may be known that nobody is signed in with. */
  cookies: string;
  /** Where a command is done again: as it was then. */
  again?: Again & { now: Date };
  /** Calls back, once, when the answer has gone out or whoever asked has; undefined where no wire is known. */
  whenGone?: WhenGone | undefined;
  /**
   * Counts what a call costs beyond one, where the door did not know which calls there would be: a page's.
   *
   * @throws DomainError RATE_LIMIT_EXCEEDED
   */
  countMore?: ((calls: number) => Promise<void>) | undefined;
}

export type WhenGone = (run: () => void) => void;
