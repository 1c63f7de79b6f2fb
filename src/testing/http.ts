import {
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  request,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { serveRest } from "@/platform/rest/node";
import { REST_PREFIX, restDoor } from "@/trpc/doors";

/** The API over real HTTP, served as server.ts serves it. */

export interface ApiRequest {
  headers?: OutgoingHttpHeaders;
  /** Text and bytes go as they are; anything else as JSON with its content type. */
  body?: unknown;
  /** Sent without a content-length. */
  chunks?: Iterable<Uint8Array>;
}

export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answered; the tests say what it must be
  json: any;
}

export interface Api {
  port: number;
  /** `path` follows the API's prefix as it is, without any tidying. */
  call(method: string, path: string, wanted?: ApiRequest): Promise<ApiAnswer>;
}

/** Serves for the tests of a file; the database comes first, by useDatabase. */
export function useApi(doorOf: () => ReturnType<typeof restDoor> = restDoor): Api {
  const server = createServer((incoming, response) => {
    serveRest(doorOf(), REST_PREFIX, incoming, response).catch(() => response.destroy());
  });
  const api: Api = {
    port: 0,
    call: (method, path, wanted = {}) => send(api.port, method, `${REST_PREFIX}${path}`, wanted),
  };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    api.port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return api;
}

function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined) return undefined;
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function send(port: number, method: string, path: string, wanted: ApiRequest): Promise<ApiAnswer> {
  const body = bytesOf(wanted.body);
  const headers: OutgoingHttpHeaders = { ...wanted.headers };
  if (body || wanted.chunks) headers["content-type"] ??= "application/json";
  if (headers["content-type"] === "") delete headers["content-type"];
  if (body) headers["content-length"] ??= body.length;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = /json/.test(incoming.headers["content-type"] ?? "");
        const json = isJson ? JSON.parse(text) : undefined;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
      });
    });
    outgoing.on("error", reject);
    for (const chunk of wanted.chunks ?? []) outgoing.write(chunk);
    outgoing.end(body);
  });
}
