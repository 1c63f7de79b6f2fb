import { setImmediate as immediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ANONYMOUS } from "./auth";
import { largeAnswer } from "./large-answers";

const REFUSED = { domainCode: "RATE_LIMIT_EXCEEDED", status: 429 };

/** One request of somebody: when it is made, and when its answer has gone, is told from outside. */
function asked(actor: string) {
  const gone: (() => void)[] = [];
  let made: (text: string) => void = () => undefined;
  let isBegun = false;
  const answer = largeAnswer(
    { caller: { ...ANONYMOUS, actor }, whenGone: (run) => gone.push(run) },
    () => {
      isBegun = true;
      return new Promise<string>((resolve) => {
        made = resolve;
      });
    },
  );
  answer.catch(() => undefined);
  return {
    answer,
    isBegun: () => isBegun,
    finish: async () => {
      while (!isBegun) await immediate();
      made("all of it");
      return answer;
    },
    leave: () => gone.map((run) => run()),
  };
}

describe("an answer of tens of MB", () => {
  it("is one of a caller, until it was made and has gone", async () => {
    const first = asked("member:1");
    await expect(asked("member:1").answer).rejects.toMatchObject(REFUSED);
    await first.finish();
    await expect(asked("member:1").answer).rejects.toMatchObject(REFUSED);
    first.leave();
    const second = asked("member:1");
    // Broken off while it is made: that goes on.
    second.leave();
    await expect(asked("member:1").answer).rejects.toMatchObject(REFUSED);
    await second.finish();
    const third = asked("member:1");
    third.leave();
    expect(await third.finish()).toBe("all of it");
  });

  it("is made two at a time, and sixteen are on their way", async () => {
    const all = Array.from({ length: 16 }, (_, n) => asked(`member:${n}`));
    await immediate();
    expect(all.filter(({ isBegun }) => isBegun())).toHaveLength(2);
    await expect(asked("member:99").answer).rejects.toMatchObject(REFUSED);
    for (const { finish, leave } of all) {
      await finish();
      leave();
    }
    const next = asked("member:99");
    next.leave();
    await next.finish();
  });

  it("gives its place back where it fails, and where no wire is known", async () => {
    const caller = { ...ANONYMOUS, actor: "member:1" };
    const failing = () => Promise.reject(new Error("away"));
    for (let round = 0; round < 3; round++) {
      await expect(largeAnswer({ caller }, failing)).rejects.toThrow("away");
      expect(await largeAnswer({ caller }, () => round)).toBe(round);
    }
  });
});
