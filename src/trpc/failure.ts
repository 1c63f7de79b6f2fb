/** What an answer that is none says, whoever asked. Weighs nothing: what asks is elsewhere. */

export interface ApiFailure {
  code: string;
  /** The sentence for people, in their language. */
  detail: string | undefined;
  requestId: string | undefined;
  fieldErrors: readonly { path: string; message: string }[];
}

export interface ErrorData {
  code: string;
  detail: string;
  requestId: string;
  errors: { path: string; message: string }[];
}

/** What the API refused, as its own client and ours throw it. */
export class Refused extends Error {
  constructor(readonly data: Partial<ErrorData>) {
    super(data.code);
  }
}

/** What an error of the API says; a broken connection says only that it is one. */
export function failureOf(error: unknown): ApiFailure {
  const data = dataOf(error);
  return {
    code: data?.code ?? "UNREACHABLE",
    detail: data?.detail,
    requestId: data?.requestId,
    fieldErrors: data?.errors ?? [],
  };
}

/** Null where nobody answered. */
function dataOf(error: unknown): Partial<ErrorData> | null {
  if (!(error instanceof Error) || !("data" in error)) return null;
  return (error.data as Partial<ErrorData> | undefined | null) ?? null;
}

/** Whether an act failed for want of somebody who is signed in, by whichever door it went. */
export function isSessionLost(error: unknown): boolean {
  const failure = error instanceof Error && "failure" in error ? error.failure : failureOf(error);
  return (failure as ApiFailure).code === "AUTHENTICATION_REQUIRED";
}
