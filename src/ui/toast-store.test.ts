import { afterEach, describe, expect, it } from "vitest";
import { currentToasts, hideToast, showToast } from "./toast-store";

const texts = () => currentToasts().map(({ text }) => text);

describe("messages above the page", () => {
  afterEach(() => {
    for (const { id } of currentToasts()) hideToast(id);
  });

  it("are two at most, the latest", () => {
    for (const text of ["one", "two", "three"]) showToast("good", text);
    expect(texts()).toEqual(["two", "three"]);
  });

  it("say the same thing once", () => {
    showToast("bad", "failed");
    showToast("good", "saved");
    showToast("bad", "failed");
    expect(texts()).toEqual(["saved", "failed"]);
  });
});
