import { connect, type Socket } from "node:net";

/** Requests as bytes, for what no client would send. */

export interface Heard {
  /** 0 where the other end hung up without a word. */
  status: number;
  headers: string;
  text: string;
  ms: number;
  sentBytes: number;
}

export type Pour = (socket: Socket) => void | Promise<void>;

/** Sends what `pour` writes, and gives what was heard until the other end hung up. */
export function wire(port: number, pour: Pour): Promise<Heard> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const pieces: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (piece: Buffer) => pieces.push(piece));
    // Reset by the other end: what was heard before is the answer.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      const [headers = "", ...text] = Buffer.concat(pieces).toString().split("\r\n\r\n");
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0),
        headers,
        text: text.join("\r\n\r\n"),
        ms: performance.now() - startedAt,
        sentBytes: socket.bytesWritten,
      });
    });
    socket.on("connect", () => void pour(socket));
  });
}

/** The lines before a body; the connection ends with the answer unless `headers` say otherwise. */
export function lines(method: string, target: string, headers: readonly string[] = []): string {
  const all = ["Host: localhost", "Connection: close", ...headers];
  return `${method} ${target} HTTP/1.1\r\n${all.join("\r\n")}\r\n\r\n`;
}

/** A whole request. */
export function whole(
  method: string,
  target: string,
  headers: readonly string[] = [],
  body: string | Uint8Array = "",
): Pour {
  const length = Buffer.byteLength(body);
  const more = method === "GET" ? [] : [`Content-Length: ${length}`];
  return (socket) => {
    socket.write(lines(method, target, [...headers, ...more]));
    if (length > 0) socket.write(body);
  };
}

const pause = (socket: Socket) =>
  new Promise<void>((resolve) => {
    const go = () => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.once("drain", go).once("close", go);
  });

/** A body in pieces of its own length each, without end unless `times` says so. */
export function inPieces(head: string, piece: string, times = Number.POSITIVE_INFINITY): Pour {
  const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`;
  const together = piece.length > 1000 ? 1 : 1000;
  return async (socket) => {
    socket.write(head);
    for (let sent = 0; sent < times && !socket.destroyed; sent += together) {
      if (!socket.write(chunk.repeat(together))) await pause(socket);
    }
    if (!socket.destroyed) socket.write("0\r\n\r\n");
  };
}

/** A byte now and then, without end. */
export function dripping(head: string): Pour {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write("a"), 100);
    socket.once("close", () => clearInterval(timer));
  };
}
