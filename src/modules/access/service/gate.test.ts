import { describe, expect, it } from "vitest";
import { networkOf } from "@/platform/network";
import { Gate } from "./gate";

const SIZE = { atOnce: 2, waiting: 500, waitingOfOne: 64, waitingOfRegion: 128 };
const NEVER = new Promise<void>(() => undefined);

/** So many of different /64s of one /48 come, as long as the gate has room for each. */
function crowd(gate: Gate, count: number): number {
  let waiting = 0;
  for (let n = 0; n < count; n++) {
    const origin = networkOf(`2001:db8:7:${n.toString(16)}::1`);
    if (gate.isFullFor(origin)) continue;
    void gate.run(origin, () => NEVER);
    waiting += 1;
  }
  return waiting;
}

describe("who waits to sign in", () => {
  it("finds room, though a whole /48 sends from each of its networks", async () => {
    const gate = new Gate(SIZE);
    expect(crowd(gate, 1000)).toBe(2 + SIZE.waitingOfRegion);
    expect(gate.isFullFor(networkOf("2001:db8:7:ffff::1"))).toBe(true);
    const elsewhere = networkOf("2001:db8:8:1::1");
    expect(gate.isFullFor(elsewhere)).toBe(false);
    let isRefused = false;
    gate
      .run(elsewhere, () => NEVER)
      .catch(() => {
        isRefused = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isRefused).toBe(false);
  });

  it("leaves no count behind once it was let in", async () => {
    const gate = new Gate({ ...SIZE, atOnce: 1, waitingOfOne: 1, waitingOfRegion: 1 });
    const origin = networkOf("203.0.113.7");
    const act = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
    for (let n = 0; n < 3; n++) {
      const [first, second] = [gate.run(origin, act), gate.run(origin, act)];
      expect(gate.isFullFor(networkOf("203.0.113.8"))).toBe(true);
      await Promise.all([first, second]);
      expect(gate.isFullFor(origin)).toBe(false);
    }
  });
});
