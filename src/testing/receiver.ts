import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll } from "vitest";
import { Deliverer } from "@/modules/webhooks/service/deliver";
import type { Loop } from "@/platform/background";
import { reader } from "@/platform/db";
import { Publisher } from "@/platform/outbox";
import { ADMIN, as } from "./actors";
import { changeRow } from "./credentials";

/** A receiver of events as a shop would write one: over real HTTP, with the public library. */

export interface Received {
  id: string;
  type: string;
  memberId: string | null;
  externalId: string | null;
  body: string;
  headers: IncomingHttpHeaders;
}

type Answer = (received: Received, response: ServerResponse) => number | undefined;

export class Receiver {
  /** In the order of their coming, only those whose signature is good and that got a 2xx. */
  readonly received: Received[] = [];
  /** All that came with a good signature. */
  readonly seen: Received[] = [];
  forged = 0;
  secrets: string[] = [];
  answer: Answer = () => 204;
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** On the port it had before, if it had one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () =>
        this.take(request.headers, Buffer.concat(chunks).toString(), response),
      );
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  /** As if it had been killed: whoever is connected is cut off. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  private take(headers: IncomingHttpHeaders, body: string, response: ServerResponse): void {
    const message = this.verified(headers, body);
    if (!message) {
      this.forged += 1;
      response.writeHead(401).end();
      return;
    }
    this.seen.push(message);
    const status = this.answer(message, response);
    if (status === undefined) return;
    if (status < 300) this.received.push(message);
    response.writeHead(status).end("thanks");
  }

  private verified(headers: IncomingHttpHeaders, body: string): Received | undefined {
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
    const signature = Object.fromEntries(names.map((name) => [name, String(headers[name] ?? "")]));
    for (const secret of this.secrets) {
      try {
        new Webhook(secret).verify(body, signature);
      } catch {
        continue; // the next secret may fit
      }
      const { type, data } = JSON.parse(body);
      const { memberId = null, externalId = null } = data;
      return { id: signature["webhook-id"] ?? "", type, memberId, externalId, body, headers };
    }
    return undefined;
  }

  /** What came for a member, each event once, in the order of its first coming. */
  firstsOf(memberId: number): string[] {
    const own = this.received.filter((one) => one.memberId === String(memberId));
    return [...new Set(own.map(({ id }) => id))];
  }
}

const receivers: Receiver[] = [];

export interface Hooked {
  receiver: Receiver;
  endpointId: string;
  secret: string;
}

/** A receiver with an endpoint of its own; both are gone after the tests of the file. */
export async function hooked(eventTypes: "member.enrolled"[] | null = null): Promise<Hooked> {
  const receiver = new Receiver();
  receivers.push(receiver);
  await receiver.start();
  const made = await as(ADMIN).webhooks.create({ url: receiver.url, eventTypes });
  receiver.secrets.push(made.secret);
  return { receiver, ...made };
}

export function useReceivers(): void {
  afterAll(() => Promise.all(receivers.map((receiver) => receiver.stop())));
}

async function exhaust(loop: Loop): Promise<void> {
  while (await loop.turn());
  await loop.stop();
}

export const publishAll = () => exhaust(new Publisher());

/** Publishes and delivers until nothing is due. */
export async function deliverAll(...deliverers: Deliverer[]): Promise<void> {
  await publishAll();
  const all = deliverers.length > 0 ? deliverers : [new Deliverer()];
  await Promise.all(all.map(exhaust));
}

/** Makes everything that waits for its next attempt due, as if the time had passed. */
export async function letTimePass(endpointId: string): Promise<void> {
  await reader.write(
    "UPDATE webhook_delivery SET nextAttemptAt = ? WHERE endpointId = ? AND status = 'WAITING'",
    [new Date(0), Number(endpointId)],
  );
}

/** Lets an endpoint have failed for as long. */
export function failingFor(endpointId: string, hours: number): Promise<void> {
  return changeRow("UPDATE webhook_endpoint SET failingSince = ? WHERE id = ?", [
    new Date(Date.now() - hours * 3_600_000),
    Number(endpointId),
  ]);
}
