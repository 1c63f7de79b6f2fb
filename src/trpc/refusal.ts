import { PROBLEM_TYPE, problemHeaders, problemOf, refusalOf } from "@/platform/problem";
import { strangerContext } from "./context";

/** How a door that has no procedures refuses. */

export interface RefusalAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}

function refusalAnswer(error: unknown, requestHeaders: Headers, remoteAddress: string) {
  const { requestId, locale } = strangerContext(requestHeaders, remoteAddress);
  const refusal = refusalOf(error, requestId);
  const problem = problemOf(refusal, locale, requestId);
  const headers: Record<string, string> = {
    ...problemHeaders(refusal),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
  };
  return { problem, locale, headers };
}

/** As a problem document. */
export function problemAnswer(
  error: unknown,
  requestHeaders: Headers,
  remoteAddress: string,
): RefusalAnswer {
  const { problem, headers } = refusalAnswer(error, requestHeaders, remoteAddress);
  const { status } = problem;
  return {
    status,
    headers: { ...headers, "Content-Type": PROBLEM_TYPE },
    body: JSON.stringify(problem),
  };
}

/** As a page, made without whatever makes pages: that may be what is spared. */
export function pageAnswer(
  error: unknown,
  requestHeaders: Headers,
  remoteAddress: string,
): RefusalAnswer {
  const { problem, locale, headers } = refusalAnswer(error, requestHeaders, remoteAddress);
  const [title, detail] = [escaped(problem.title), escaped(problem.detail)];
  const body = `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${detail}</p></html>`;
  return {
    status: problem.status,
    headers: {
      ...headers,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'",
    },
    body,
  };
}
