import { type Agent, get, type IncomingHttpHeaders, type IncomingMessage } from "node:http";

/** Reads as a browser makes them, of a process that serves. */

export interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

export function ask(port: number, path: string, headers = {}, agent?: Agent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const onAnswer = (incoming: IncomingMessage) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const bytes = Buffer.concat(pieces);
        const status = incoming.statusCode ?? 0;
        resolve({ status, headers: incoming.headers, bytes, text: bytes.toString() });
      });
    };
    get({ host: "127.0.0.1", port, path, headers, ...(agent && { agent }) }, onAnswer).on(
      "error",
      reject,
    );
  });
}
