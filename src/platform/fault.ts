import { EnvironmentError } from "@/env";
import { DomainError, OwnError } from "./errors";

/**
 * What may be written down of an error: its kind, its number and where it came from. Never its
 * message: the driver's repeats the statement with its values, JSON.parse the text, and so somebody's
 * name, address or code. Our own words are those of OwnError and DomainError.
 */
export interface Fault {
  name: string;
  code?: string;
  errno?: number;
  message?: string;
  /** Stack frames of code, without the lines of the message. */
  at: string[];
  cause?: Fault;
}

const FRAMES_MAX = 6;
const CAUSES_MAX = 3;
const FRAME =
  /^ {4}at (?:async )?(?:(?:new )?[\w$.#<>[\] ]{1,120} \()?(?:file:\/\/|node:|\/|[A-Z]:\\)[\w\-./\\@+%()[\]~: ]{1,300}:\d+:\d+\)?$/;

/** A name of a class or a code is told as it is; anything else could be text of somebody's. */
function word(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.-]{1,48}$/.test(value) ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A message may hold lines that look like frames, so it is cut off by its own text first. */
function framesOf({ stack = "", message = "" }: Error): string[] {
  const text = String(stack);
  const start = message === "" ? -1 : text.indexOf(message);
  const rest = start === -1 ? text : text.slice(start + message.length);
  const lines = rest.split("\n").slice(1);
  const first = lines.findLastIndex((line) => !FRAME.test(line)) + 1;
  // The driver hangs the caller's frames on after a line of its own.
  const frames = start === -1 ? lines.slice(first) : lines.filter((line) => FRAME.test(line));
  return frames.slice(0, FRAMES_MAX).map((line) => line.trim());
}

function ownMessage(error: Error): string | undefined {
  if (error instanceof DomainError) return error.domainCode;
  const isOurs = error instanceof OwnError || error instanceof EnvironmentError;
  return isOurs ? error.message : undefined;
}

export function faultOf(error: unknown, depth = 0): Fault {
  if (!(error instanceof Error)) return { name: error === null ? "null" : typeof error, at: [] };
  const { code, errno, cause } = error as Error & { code?: unknown; errno?: unknown };
  const fault: Fault = { name: word(error.name) ?? "Error", at: framesOf(error) };
  const known = { code: word(code), errno: number(errno), message: ownMessage(error) };
  if (known.code !== undefined) fault.code = known.code;
  if (known.errno !== undefined) fault.errno = known.errno;
  if (known.message !== undefined) fault.message = known.message;
  if (cause instanceof Error && cause !== error && depth < CAUSES_MAX) {
    fault.cause = faultOf(cause, depth + 1);
  }
  return fault;
}

/** The same in one line, for places that hold a sentence. */
export function faultText(error: unknown): string {
  const { name, code, errno, message } = faultOf(error);
  if (message !== undefined) return message;
  return [name, code, errno].filter((part) => part !== undefined).join(" ");
}
