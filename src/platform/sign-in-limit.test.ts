import { describe, expect, it } from "vitest";
import { forgetFailedSignIns, takeSignInTry } from "./sign-in-limit";

let addresses = 0;
/** An address that no other test uses. */
const somewhere = () => `192.0.2.${++addresses}`;
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("guessing a password", () => {
  it("is stopped after eight tries for an account from one address, even all at once", async () => {
    const address = somewhere();
    const tries = await Promise.all(times(50).map(() => takeSignInTry("lin@shop.cn", address)));
    expect(tries.filter(Boolean)).toHaveLength(8);
  });

  it("locks nobody out of their account elsewhere, nor out of another account here", async () => {
    const address = somewhere();
    await Promise.all(times(20).map(() => takeSignInTry("lin@shop.cn", address)));
    expect(await takeSignInTry("lin@shop.cn", somewhere())).toBe(true);
    expect(await takeSignInTry("wang@shop.cn", address)).toBe(true);
  });

  it("across accounts is stopped after a hundred tries from one address", async () => {
    const address = somewhere();
    const tries = await Promise.all(times(150).map((n) => takeSignInTry(`u${n}@shop.cn`, address)));
    expect(tries.filter(Boolean)).toHaveLength(100);
  });

  it("is forgotten when it was right: a person who signs in often is never stopped", async () => {
    const address = somewhere();
    for (const n of times(150)) {
      expect(await takeSignInTry("lin@shop.cn", address), `sign-in ${n}`).toBe(true);
      await forgetFailedSignIns("lin@shop.cn", address);
    }
  });
});
