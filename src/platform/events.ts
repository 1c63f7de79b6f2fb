import type { z } from "zod";

type Table = Record<string, z.ZodType>;

/** What an event says, and by which name the shop knew the member when it happened. */
type DataOf<S extends z.ZodType> = z.input<S> & { externalId?: string | null };

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
 * data of another shape, does not compile.
 */
export function eventsOf<T extends Table>(_table: T) {
  return <K extends keyof T & string>(
    type: K,
    memberId: number | null,
    data: DataOf<T[K]>,
    occurredAt?: Date,
  ): OutgoingEvent => new Event(type, memberId, data as Record<string, unknown>, occurredAt);
}
