/**
 * Business time. Services never read it: it comes in with their work. Signatures, sessions, key
 * retention and rate limits use real time instead.
 */
interface ClockState {
  offsetMs: number;
}

declare global {
  // One clock per process: pages and server.ts are bundled apart but must agree on the time.
  var __memberSystemClock: ClockState | undefined;
}

function state(): ClockState {
  globalThis.__memberSystemClock ??= { offsetMs: 0 };
  return globalThis.__memberSystemClock;
}

export function businessNow(): Date {
  return new Date(Date.now() + state().offsetMs);
}

/** Moves business time; only the test clock of a development system does. */
export function setBusinessClockOffset(offsetMs: number): void {
  state().offsetMs = offsetMs;
}
