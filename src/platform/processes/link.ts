import type { Figures } from "../metrics";
import type { Call, Counted } from "../rate-counts";

/** The pipe between the primary and one of its processes, as questions that are answered. */

interface Questions {
  /** Of the primary: the process serves from now on. */
  up: { value: null; answer: null };
  /** Of the primary, which counts for all. */
  count: { value: readonly Call[]; answer: readonly Counted[] };
  /** Of the primary: the figures of all, as text. */
  metrics: { value: null; answer: string };
  /** Of the primary, which asks all the others: business time was moved. */
  clock: { value: null; answer: null };
  /** Of a process: whether its loop goes on. */
  alive: { value: null; answer: null };
  /** Of a process: its own figures. */
  figures: { value: null; answer: Figures };
  /** Of a process: come to an end. */
  stop: { value: null; answer: null };
}

type Name = keyof Questions;
type Answer<N extends Name> = Questions[N]["answer"];
export type Answerers = {
  [N in Name]?: (value: Questions[N]["value"]) => Promise<Answer<N>> | Answer<N>;
};

type Message =
  | { kind: "question"; id: number; name: Name; value: unknown }
  | { kind: "answer"; id: number; value: unknown }
  | { kind: "failure"; id: number };

/** A child of ours, or the process itself where it is one. */
interface Pipe {
  connected: boolean;
  send?(message: Message, callback: (error: Error | null) => void): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  once(event: "disconnect", listener: () => void): unknown;
}

export interface Link {
  /** @throws Error where the other end is gone, or could not answer */
  ask<N extends Name>(name: N, value: Questions[N]["value"]): Promise<Answer<N>>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

function isMessage(message: unknown): message is Message {
  return typeof message === "object" && message !== null && "kind" in message && "id" in message;
}

export function openLink(pipe: Pipe, answerers: Answerers): Link {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  function fail(id: number): void {
    waiting.get(id)?.reject(new Error("the other process did not answer"));
    waiting.delete(id);
  }

  function send(message: Message): void {
    const onSent = (error: Error | null) => {
      if (error && message.kind === "question") fail(message.id);
    };
    if (pipe.connected && pipe.send) pipe.send(message, onSent);
    else onSent(new Error("the other process is gone"));
  }

  async function answer({ id, name, value }: Message & { kind: "question" }): Promise<void> {
    const answerer = answerers[name] as ((value: unknown) => unknown) | undefined;
    try {
      if (!answerer) throw new Error(`nobody answers ${name}`);
      send({ kind: "answer", id, value: (await answerer(value)) ?? null });
    } catch {
      send({ kind: "failure", id });
    }
  }

  pipe.on("message", (message) => {
    if (!isMessage(message)) return;
    if (message.kind === "question") void answer(message);
    else if (message.kind === "failure") fail(message.id);
    else {
      waiting.get(message.id)?.resolve(message.value);
      waiting.delete(message.id);
    }
  });
  pipe.once("disconnect", () => {
    for (const id of [...waiting.keys()]) fail(id);
  });

  return {
    ask: (name, value) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
        send({ kind: "question", id, name, value });
      }),
  };
}
