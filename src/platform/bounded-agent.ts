import { subscribe } from "node:diagnostics_channel";
import http, { type Agent, type ClientRequest } from "node:http";
import https from "node:https";
import { refuseInsideTransaction } from "./outside";

/**
 * For libraries that ask somebody over HTTP and bound neither how long an answer takes nor how much
 * there is of it. Whatever passes the bounds is an error of the request, which every library expects.
 */

export const ANSWER_BYTES_MAX = 256_000;
const ANSWER_MS = 5_000;

const agents = new WeakSet<object>();

/** Whose requests have an answer within five seconds and 256 kB, or an error. A connection for each. */
export function boundedAgent(protocol: string): Agent {
  const agent = protocol === "https:" ? new https.Agent() : new http.Agent();
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...settings) => {
    refuseInsideTransaction("somebody was asked over HTTP");
    return connect(...settings);
  };
  agents.add(agent);
  return agent;
}

subscribe("http.client.request.start", (message) => {
  const { request } = message as { request: ClientRequest & { agent?: Agent } };
  if (request.agent && agents.has(request.agent)) bound(request);
});

function bound(request: ClientRequest): void {
  const late = setTimeout(() => request.destroy(new Error("no answer in time")), ANSWER_MS);
  late.unref();
  // Whoever reads the answer by now is told by it, and listens for no error of the request any more.
  request.on("error", () => undefined);
  request.once("close", () => clearTimeout(late));
  // Nobody asked for another protocol, and where nobody listens Node ends such a connection without a word.
  request.once("upgrade", (_, socket) => {
    clearTimeout(late);
    socket.destroy();
    request.emit("error", new Error("another protocol was answered"));
  });
  request.once("response", ({ socket }) => {
    socket.on("data", () => {
      if (socket.bytesRead > ANSWER_BYTES_MAX) request.destroy(new Error("too long an answer"));
    });
  });
}
