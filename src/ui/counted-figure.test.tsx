import { NextIntlClientProvider } from "next-intl";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CountedFigure } from "./counted-figure";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** What is seen of a figure that is shown anew, and what listeners hear of it, after some time. */
async function shown(value: number, whose: string, ms: number) {
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  await act(() =>
    root.render(
      <NextIntlClientProvider locale="en" timeZone="UTC" now={new Date(0)}>
        <CountedFigure value={value} whose={whose} />
      </NextIntlClientProvider>,
    ),
  );
  await act(() => vi.advanceTimersByTimeAsync(ms));
  const spans = [...document.querySelectorAll("[aria-hidden]:not(.invisible)")];
  const heard = document.querySelector(".sr-only")?.textContent;
  const seen = spans.map(({ textContent }) => textContent);
  await act(() => root.unmount());
  document.body.replaceChildren();
  return { seen, heard };
}

describe("a figure that changed since it was last seen", () => {
  const prefers = (reduced: boolean) => vi.stubGlobal("matchMedia", () => ({ matches: reduced }));

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
    localStorage.clear();
  });

  it("is counted from there, and heard once as it is", async () => {
    vi.useFakeTimers();
    prefers(false);
    expect(await shown(1000, "M1", 2000)).toEqual({ seen: ["1,000"], heard: "1,000" });
    const half = await shown(2000, "M1", 200);
    expect(Number(half.seen[0]?.replace(",", ""))).toBeGreaterThan(1000);
    expect(Number(half.seen[0]?.replace(",", ""))).toBeLessThan(2000);
    expect(half.heard).toBe("2,000");
    expect(await shown(1500, "M1", 2000)).toEqual({ seen: ["1,500"], heard: "1,500" });
  });

  it("is not counted from another's, nor for who wants nothing to move", async () => {
    vi.useFakeTimers();
    prefers(false);
    await shown(1000, "M1", 0);
    expect((await shown(10, "M2", 100)).seen).toEqual(["10"]);
    prefers(true);
    expect((await shown(500, "M2", 100)).seen).toEqual(["500"]);
  });
});
