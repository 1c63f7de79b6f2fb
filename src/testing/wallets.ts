import { generateKeyPairSync } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import { createSecureServer, type Http2ServerRequest } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import forge from "node-forge";

/** The makers of wallets, as far as we speak with them. */

export const newKey = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

/** A certificate as Apple gives one, by an authority of our own. */
function certificate(
  name: string,
  ofKey: string,
  by: { name: string; key: string },
  host?: string,
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(ofKey);
  made.serialNumber = name === by.name ? "01" : "02";
  made.validity.notBefore = new Date("2026-01-01T00:00:00Z");
  made.validity.notAfter = new Date("2036-01-01T00:00:00Z");
  made.setSubject([{ name: "commonName", value: name }]);
  made.setExtensions([
    { name: "basicConstraints", cA: name === by.name },
    ...(host === undefined
      ? []
      : [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }]),
  ]);
  made.setIssuer([{ name: "commonName", value: by.name }]);
  made.sign(forge.pki.privateKeyFromPem(by.key), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

/** The files of a ZIP that compresses none of them. */
export function filesIn(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [size, nameLength, extra] = [18, 26, 28].map((offset, place) =>
      place === 0 ? zip.readUInt32LE(at + offset) : zip.readUInt16LE(at + offset),
    ) as [number, number, number];
    const name = at + 30;
    const content = name + nameLength + extra;
    files.set(zip.toString("utf8", name, name + nameLength), zip.subarray(content, content + size));
    at = content + size;
  }
  return files;
}

const OF_APPLE = { name: "Test WWDR" };

/** What a shop has agreed on with Apple, and the certificate of a server of Apple's on this machine. */
export function appleSettings() {
  const [authority, signer, server] = [newKey(), newKey(), newKey()];
  const apple = { ...OF_APPLE, key: authority.privateKey };
  const ca = certificate(OF_APPLE.name, authority.publicKey, apple);
  const passType = "pass.example.member";
  const keys = {
    passType,
    team: "TEAM123456",
    signerCert: certificate(`Pass Type ID: ${passType}`, signer.publicKey, apple),
    signerKey: signer.privateKey,
    signerKeyPassphrase: undefined,
    wwdr: ca,
  };
  const cert = certificate("localhost", server.publicKey, apple, "localhost");
  return { keys, ca, server: { cert, key: server.privateKey } };
}

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

export interface Pushed {
  token: string;
  topic: string;
  body: string;
  /** By whose certificate. */
  by: string;
}

type Said = { status: number; reason?: string } | "NOTHING";

/** Apple's push service: HTTP/2, and who has no certificate of Apple's is not heard. */
export class PushServer {
  readonly pushed: Pushed[] = [];
  connections = 0;
  answer: (pushed: Pushed) => Said | Promise<Said> = () => ({ status: 200 });
  private readonly server: ReturnType<typeof createSecureServer>;
  private readonly sockets = new Set<{ destroy(): unknown }>();

  constructor({ ca, server }: Pick<ReturnType<typeof appleSettings>, "ca" | "server">) {
    this.server = createSecureServer(
      { ...server, ca, requestCert: true, rejectUnauthorized: true },
      (request, response) => {
        let body = "";
        request.on("data", (chunk) => {
          body += chunk;
        });
        request.on("end", async () => {
          const pushed = pushedBy(request, body);
          const said = await this.answer(pushed);
          if (said === "NOTHING") return;
          this.pushed.push(pushed);
          response.writeHead(said.status);
          response.end(said.reason === undefined ? "" : JSON.stringify({ reason: said.reason }));
        });
      },
    );
    this.server.on("session", (session) => {
      this.connections += 1;
      this.sockets.add(session);
    });
  }

  async start(): Promise<string> {
    return `https://localhost:${await listening(this.server)}`;
  }

  /** As if its machine had gone: whoever is connected is cut off. */
  cut(): void {
    for (const session of this.sockets) session.destroy();
    this.sockets.clear();
  }

  stop(): void {
    this.cut();
    this.server.close();
  }
}

function pushedBy({ headers, stream }: Http2ServerRequest, body: string): Pushed {
  const socket = stream.session?.socket as unknown as {
    getPeerCertificate(): { subject: { CN: string } };
  };
  return {
    token: String(headers[":path"]).replace("/3/device/", ""),
    topic: String(headers["apns-topic"]),
    body,
    by: socket.getPeerCertificate().subject.CN,
  };
}

export interface Asked {
  method: string;
  path: string;
  token: string | undefined;
  body: Record<string, unknown>;
}

/** Google's: tokens, classes and cards. */
export class GoogleServer {
  readonly asked: Asked[] = [];
  readonly assertions: string[] = [];
  answer: (asked: Asked) => number = () => 200;
  private readonly server = createHttpServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      if (path === "/token") {
        this.assertions.push(new URLSearchParams(text).get("assertion") ?? "");
        const access_token = `token-${this.assertions.length}-${"x".repeat(1500)}`;
        response.writeHead(200).end(JSON.stringify({ access_token, expires_in: 3599 }));
        return;
      }
      const token = headers.authorization?.slice(7, 14);
      const asked = { method, path, token, body: JSON.parse(text) as Record<string, unknown> };
      this.asked.push(asked);
      response.writeHead(this.answer(asked)).end("{}");
    });
  });

  async start(): Promise<{ api: string; tokens: string }> {
    const api = `http://127.0.0.1:${await listening(this.server)}`;
    return { api, tokens: `${api}/token` };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
