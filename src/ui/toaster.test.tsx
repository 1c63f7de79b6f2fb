import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { currentToasts, hideToast, showToast } from "./toast-store";
import { Toaster } from "./toaster";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const region = () => document.querySelector('[role="region"]');
const texts = () => [...(region()?.querySelectorAll("li") ?? [])].map((item) => item.textContent);
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** How each text is told to who listens. */
const told = () =>
  [...document.querySelectorAll('[role="status"]')].map((status) => [
    status.getAttribute("aria-live"),
    status.textContent,
  ]);

describe("the region of messages", () => {
  let root: Root;

  beforeEach(async () => {
    vi.useFakeTimers();
    root = createRoot(document.body.appendChild(document.createElement("div")));
    await act(() => root.render(<Toaster label="Notifications" closeLabel="Close" />));
  });

  afterEach(async () => {
    await act(() => root.unmount());
    for (const { id } of currentToasts()) hideToast(id);
    document.body.replaceChildren();
    vi.useRealTimers();
  });

  const show = (...shown: Parameters<typeof showToast>) => act(() => showToast(...shown));

  it("is there before the first message, named, with the key that leads to it", () => {
    expect(region()?.getAttribute("aria-label")).toBe("Notifications (F8)");
    expect(texts()).toEqual([]);
  });

  it("lets messages go by themselves, failures later", async () => {
    await show("good", "saved");
    await show("bad", "failed");
    expect(texts()).toEqual(["saved", "failed"]);
    await wait(6_001);
    expect(texts()).toEqual(["failed"]);
    await wait(6_001);
    expect(texts()).toEqual([]);
  });

  it("keeps a message as long as somebody points at it", async () => {
    await show("good", "saved");
    const { parentElement: wrapper } = region()?.querySelector("ol") ?? {};
    await act(() => wrapper?.dispatchEvent(new Event("pointermove", { bubbles: true })));
    await wait(60_000);
    expect(texts()).toEqual(["saved"]);
    await act(() => wrapper?.dispatchEvent(new Event("pointerleave")));
    await wait(6_001);
    expect(texts()).toEqual([]);
  });

  it("keeps a message as long as it has the focus", async () => {
    await show("good", "saved");
    const close = region()?.querySelector<HTMLElement>('[aria-label="Close"]');
    await act(() => close?.focus());
    await wait(60_000);
    expect(texts()).toEqual(["saved"]);
    await act(() => close?.blur());
    await wait(6_001);
    expect(texts()).toEqual([]);
  });

  it("tells what went well when there is a pause, and a failure at once", async () => {
    await show("good", "saved");
    await show("bad", "failed");
    await wait(100);
    expect(told()).toEqual([
      ["polite", "Notifications saved"],
      ["assertive", "Notifications failed"],
    ]);
  });

  it("closes a message by its button", async () => {
    await show("bad", "failed");
    await act(() => region()?.querySelector<HTMLElement>('[aria-label="Close"]')?.click());
    expect(texts()).toEqual([]);
  });
});
