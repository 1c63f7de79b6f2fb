import {
  type ClientHttp2Session,
  connect,
  constants,
  type SecureClientSessionOptions,
} from "node:http2";
import { refuseInsideTransaction } from "./outside";

/**
 * One connection over HTTP/2 to a server that was agreed on, kept as long as it holds: whoever is told of
 * very much there would be turned away for opening one each time.
 */

export interface HeldRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export type HeldOutcome =
  | { statusCode: number; answer: string }
  | { failure: "CONNECTION_FAILED" | "TIMEOUT" };

const TIMEOUT_MS = 10_000;
/** More than this is not read. */
const ANSWER_BYTES_MAX = 4096;
/** One that nobody used for as long is closed. */
const IDLE_MS = 300_000;

export class HeldConnection {
  private session: ClientHttp2Session | undefined;

  constructor(
    private readonly origin: string,
    private readonly options: SecureClientSessionOptions,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * Whatever the server does is an outcome.
   *
   * @throws Error inside a transaction
   */
  async post(request: HeldRequest): Promise<HeldOutcome> {
    refuseInsideTransaction("a message was sent");
    try {
      return await this.send(this.open(), request);
    } catch (error) {
      return { failure: error instanceof TimeOut ? "TIMEOUT" : "CONNECTION_FAILED" };
    }
  }

  close(): void {
    this.session?.close();
    this.session = undefined;
  }

  private open(): ClientHttp2Session {
    const { session } = this;
    if (session && !session.closed && !session.destroyed) return session;
    const opened = connect(this.origin, this.options);
    // Told to whoever has a request on it; alone it would end the process.
    opened.on("error", () => opened.destroy());
    // Said by a server that closes: what is on its way is still answered.
    opened.on("goaway", () => this.leave(opened));
    opened.setTimeout(IDLE_MS, () => opened.close());
    opened.unref();
    this.session = opened;
    return opened;
  }

  private leave(session: ClientHttp2Session): void {
    if (this.session === session) this.session = undefined;
    session.close();
  }

  private send(session: ClientHttp2Session, request: HeldRequest): Promise<HeldOutcome> {
    return new Promise((resolve, reject) => {
      const stream = session.request({
        [constants.HTTP2_HEADER_METHOD]: "POST",
        [constants.HTTP2_HEADER_PATH]: request.path,
        ...request.headers,
      });
      const timer = setTimeout(() => {
        reject(new TimeOut());
        stream.close(constants.NGHTTP2_CANCEL);
        // Nothing says that the others on it fare better.
        this.leave(session);
      }, this.timeoutMs);
      let statusCode = 0;
      let answer = "";
      stream.setEncoding("utf8");
      stream.on("response", (headers) => {
        statusCode = Number(headers[constants.HTTP2_HEADER_STATUS] ?? 0);
      });
      stream.on("data", (chunk: string) => {
        if (answer.length < ANSWER_BYTES_MAX) answer += chunk;
      });
      stream.on("error", reject);
      stream.on("close", () => {
        clearTimeout(timer);
        if (statusCode > 0) resolve({ statusCode, answer });
        else reject(new Error("closed"));
      });
      stream.end(request.body);
    });
  }
}

class TimeOut extends Error {}
