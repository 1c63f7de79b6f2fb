import { expect, it, vi } from "vitest";
import { endWhereHeld } from "./held";

const QUICK = { askMs: 5, rounds: 3 };
const never = () => new Promise<never>(() => undefined);

it("a process that answers nothing any more is ended", async () => {
  const end = vi.fn();
  const leave = endWhereHeld({ ask: never }, end, QUICK);
  await expect.poll(() => end.mock.calls.length).toBeGreaterThan(0);
  leave();
});

it("one that answers now and then is left alone", async () => {
  const end = vi.fn();
  let asked = 0;
  const ask = () => (++asked % 3 === 0 ? Promise.resolve(null as never) : never());
  const leave = endWhereHeld({ ask }, end, QUICK);
  await expect.poll(() => asked).toBeGreaterThan(30);
  leave();
  expect(end).not.toHaveBeenCalled();
});
