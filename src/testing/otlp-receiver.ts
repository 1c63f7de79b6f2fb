import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Takes traces as a collector does, by OTLP over HTTP with JSON. */

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Record<string, unknown>;
  events: string[];
  hasFailed: boolean;
}

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean };
type Pair = { key: string; value: Value };

interface Told extends Omit<ReceivedSpan, "attributes" | "events" | "hasFailed"> {
  attributes?: Pair[];
  events?: { name: string }[];
  status?: { code?: number };
}

const FAILED = 2;

function attributesOf(pairs: readonly Pair[] = []): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));
}

export async function otlpReceiver() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      bodies.push(Buffer.concat(pieces).toString());
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** As it came. */
    text: () => bodies.join("\n"),
    spans: (): ReceivedSpan[] =>
      bodies
        .map((body) => JSON.parse(body))
        .flatMap(({ resourceSpans }) => resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap(({ spans }: { spans: Told[] }) => spans)
        .map(({ attributes, events = [], status, ...span }) => ({
          ...span,
          attributes: attributesOf(attributes),
          events: events.map(({ name }) => name),
          hasFailed: status?.code === FAILED,
        })),
    forget: () => bodies.splice(0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
