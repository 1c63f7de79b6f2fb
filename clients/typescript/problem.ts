import type { components } from "./schema";

type Body = components["schemas"]["Problem"];

/** Every code that the API may answer with. */
export type ProblemCode = Body["code"];

const OWN = ["type", "title", "status", "code", "detail", "requestId", "errors", "errorsOmitted"];

/** A refusal by the API: the RFC 9457 document as an error. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: ProblemCode;
  readonly title: string;
  /** Quote it when you report a fault. */
  readonly requestId: string;
  /** Each fault of the input, for VALIDATION_FAILED. */
  readonly errors: readonly { path: string; message: string }[];
  /** How many more faults there are than `errors` tells. */
  readonly errorsOmitted: number;
  /** What the code tells beside: required, available, shortage … */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(body: Body) {
    super(`${body.code}: ${body.detail}`);
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.requestId = body.requestId;
    this.errors = body.errors ?? [];
    this.errorsOmitted = body.errorsOmitted ?? 0;
    this.facts = Object.fromEntries(Object.entries(body).filter(([name]) => !OWN.includes(name)));
  }
}

/** The problem in an answer, or an error that says what came instead (a proxy’s page, say). */
export async function problemIn(response: Response): Promise<Error> {
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  if (isProblem) return new Problem((await response.json()) as Body);
  return new Error(`${response.status} ${response.statusText} from ${response.url}`);
}
