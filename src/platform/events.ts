import { z } from "zod";

type Table = Record<string, z.ZodType>;

/** What an event says, and by which name the shop knew the member when it happened. */
type DataOf<S extends z.ZodType> = z.output<S> & { externalId?: string | null };

/** One event for the world. Made by the factory of a module's `events.ts`, by nothing else. */
class Event {
  constructor(
    readonly type: string,
    readonly memberId: number | null,
    readonly data: Record<string, unknown>,
    private readonly occurred: Date | undefined,
  ) {}

  /** The moment that it tells of: that of the act where none was given. */
  occurredAt(act: Date): Date {
    return this.occurred ?? act;
  }
}

export type OutgoingEvent = Event;

/**
 * The factory of a module's events, from its own table of types and data: a type that is not in it, or
 * data of another shape, does not compile. Services name ids and instants as they have them; an event
 * says them as text.
 */
export function eventsOf<T extends Table>(table: T) {
  const types = new Map(Object.entries(table).map(([type, data]) => [type, codecsOf(data)]));
  return <K extends keyof T & string>(
    type: K,
    memberId: number | null,
    data: DataOf<T[K]>,
    occurredAt?: Date,
  ): OutgoingEvent => new Event(type, memberId, asText(data, types.get(type)), occurredAt);
}

type Codecs = ReadonlyMap<string, z.ZodCodec>;

/** Which fields of an event are said otherwise than they are known inside. */
function codecsOf(data: z.ZodType): Codecs {
  const shape = data instanceof z.ZodObject ? Object.entries(data.shape) : [];
  return new Map(
    shape.flatMap(([name, field]) => {
      const inner = field instanceof z.ZodNullable ? field.unwrap() : field;
      return inner instanceof z.ZodCodec ? [[name, inner]] : [];
    }),
  );
}

/** In the order in which the service said it; not cut to its shape, which is told to readers only. */
function asText(data: Record<string, unknown>, codecs: Codecs = new Map()) {
  const encoded = Object.entries(data).map(([name, value]) => {
    const codec = value === null ? undefined : codecs.get(name);
    return [name, codec ? z.encode(codec, value) : value];
  });
  return Object.fromEntries(encoded) as Record<string, unknown>;
}
