import { act as reactAct } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tellActed } from "./acted";
import { failureOf } from "./failure";
import { act, ask } from "./plain";
import { isSessionEnded, setSessionEnded } from "./session-end";
import { useAct } from "./use-act";
import { useAsked } from "./use-asked";
import { type PagedQuery, usePages } from "./use-pages";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const said = (data: unknown) => Response.json({ result: { data } });
const refused = (code: string, status: number) =>
  Response.json({ error: { data: { code, detail: `no: ${code}` } } }, { status });

/** What was sent, and what is answered next. */
const sent: { url: string; init: RequestInit }[] = [];
let answer: () => Promise<Response> | Response;

let root: Root;
beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return answer();
  });
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(async () => {
  await reactAct(async () => root.unmount());
  vi.unstubAllGlobals();
  vi.useRealTimers();
  setSessionEnded(false);
});

const settle = () => reactAct(() => new Promise((resolve) => setTimeout(resolve, 5)));

describe("a procedure over plain fetch", () => {
  it("is asked as its client would, and its answer is what it says", async () => {
    answer = () => said({ items: [], nextCursor: null });
    expect(await ask("coupons", "mine", { only: "ALL" })).toEqual({ items: [], nextCursor: null });
    expect(sent[0]?.url).toBe(
      `/api/trpc/coupons.mine?input=${encodeURIComponent('{"only":"ALL"}')}`,
    );
  });

  it("refuses with what it says, once", async () => {
    answer = () => refused("MEMBER_NOT_FOUND", 404);
    const error = await ask("coupons", "mine", {}).catch((one: unknown) => one);
    expect(failureOf(error)).toMatchObject({
      code: "MEMBER_NOT_FOUND",
      detail: "no: MEMBER_NOT_FOUND",
    });
    expect(sent).toHaveLength(1);
  });

  it("is asked three times where nobody answers; an act is not", async () => {
    vi.useFakeTimers();
    answer = () => Promise.reject(new TypeError("away"));
    const asked = ask("coupons", "mine", {}).catch((one: unknown) => one);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(failureOf(await asked)).toMatchObject({ code: "UNREACHABLE", detail: undefined });
    expect(sent).toHaveLength(3);
    await expect(act("earning", "checkIn", {})).rejects.toThrow("away");
    expect(sent).toHaveLength(4);
    expect(sent[3]?.init).toMatchObject({ method: "POST", body: "{}" });
  });

  it("tells that nobody is signed in any more by an act alone", async () => {
    answer = () => refused("AUTHENTICATION_REQUIRED", 401);
    await ask("coupons", "mine", {}).catch(() => undefined);
    expect(isSessionEnded()).toBe(false);
    await act("earning", "checkIn", {}).catch(() => undefined);
    expect(isSessionEnded()).toBe(true);
  });
});

interface Page {
  items: number[];
  nextCursor: string | null;
}

let query: PagedQuery<Page>;
let askedFor: (cursor: { cursor?: string }) => Promise<Page>;

function List({ name, initial }: { name: string; initial: Page }) {
  query = usePages({ name, initial, ask: askedFor });
  return null;
}

describe("a list that is read page by page", () => {
  const show = (name: string, initial: Page) =>
    reactAct(async () => root.render(<List name={name} initial={initial} />));
  const shown = () => query.data?.pages.map(({ items }) => items);

  it("goes on where it ended, and says when it is over", async () => {
    askedFor = async ({ cursor }) => ({ items: [Number(cursor)], nextCursor: null });
    await show("a", { items: [1], nextCursor: "2" });
    expect([shown(), query.hasNextPage]).toEqual([[[1]], true]);
    await reactAct(async () => void query.fetchNextPage());
    expect([shown(), query.hasNextPage]).toEqual([[[1], [2]], false]);
  });

  it("is another with another name, without a line of the one before", async () => {
    let give: (page: Page) => void = () => undefined;
    askedFor = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    await show("a", { items: [1], nextCursor: null });
    await show("b", { items: [1], nextCursor: null });
    expect([query.isPending, shown()]).toEqual([true, undefined]);
    await reactAct(async () => give({ items: [9], nextCursor: null }));
    expect([query.isPending, shown()]).toEqual([false, [[9]]]);
  });

  it("shows what was asked for last, whichever answer comes last", async () => {
    const given = new Map<string, (page: Page) => void>();
    let name = "";
    askedFor = () => new Promise((resolve) => void given.set(name, resolve));
    await show("a", { items: [1], nextCursor: null });
    for (name of ["b", "c"]) await show(name, { items: [1], nextCursor: null });
    await reactAct(async () => given.get("c")?.({ items: [3], nextCursor: null }));
    await reactAct(async () => given.get("b")?.({ items: [2], nextCursor: null }));
    expect(shown()).toEqual([[3]]);
  });

  it("keeps what it has where the next page fails, and goes on later", async () => {
    askedFor = () => Promise.reject(new Error("away"));
    await show("a", { items: [1], nextCursor: "2" });
    await reactAct(async () => void query.fetchNextPage());
    expect([shown(), query.isError, query.isFetchNextPageError]).toEqual([[[1]], true, true]);
    askedFor = async () => ({ items: [2], nextCursor: null });
    await show("a", { items: [1], nextCursor: "2" });
    await reactAct(async () => void query.fetchNextPage());
    expect([shown(), query.isError]).toEqual([[[1], [2]], false]);
  });

  it("is read anew, as far as it was, once something was done", async () => {
    askedFor = async ({ cursor }) => ({
      items: [Number(cursor ?? 10)],
      nextCursor: cursor === undefined ? "20" : null,
    });
    await show("a", { items: [1], nextCursor: "2" });
    await reactAct(async () => void query.fetchNextPage());
    await reactAct(async () => tellActed());
    await settle();
    expect(shown()).toEqual([[10], [20]]);
  });
});

let asked: ReturnType<typeof useAsked<number>>;
let act_: ReturnType<typeof useAct<number, number>>;
let next: () => Promise<number>;

function Part({ name }: { name: string }) {
  asked = useAsked({ name, initial: 1, ask: () => next() });
  act_ = useAct({
    act: async (input: number) => {
      if (input < 0) throw new Error("no");
      return input * 2;
    },
    onFailed: () => asked.foresee(() => 1),
  });
  return null;
}

describe("an answer that a page came with", () => {
  const show = (name = "") => reactAct(async () => root.render(<Part name={name} />));

  it("is as it will be at once, and as it was where that is refused", async () => {
    next = async () => 1;
    await show();
    await reactAct(async () => {
      asked.foresee((now) => now + 1);
      act_.carryOut(-1);
    });
    expect([asked.data, act_.isPending, act_.answer]).toEqual([1, false, undefined]);
    await reactAct(async () => act_.carryOut(4));
    expect([act_.input, act_.answer]).toEqual([4, 8]);
  });

  it("stays while another question is asked, and says that it is not its answer", async () => {
    let give: (value: number) => void = () => undefined;
    next = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    await show("2026-11");
    await reactAct(async () => give(1));
    await show("2026-10");
    expect([asked.data, asked.isOther]).toEqual([1, true]);
    await reactAct(async () => give(7));
    expect([asked.data, asked.isOther, asked.isAsking]).toEqual([7, false, false]);
  });
});
