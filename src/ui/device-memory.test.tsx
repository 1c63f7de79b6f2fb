import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { forget, forgetEverything, remember, remembered } from "./device-memory";

describe("what a browser remembers of a person", () => {
  beforeEach(() => localStorage.clear());

  it("is there again, each by its name", () => {
    remember("a", { points: 5 });
    remember("b", "x");
    expect([remembered("a"), remembered("b"), remembered("c")]).toEqual([{ points: 5 }, "x", null]);
    forget("a");
    expect(remembered("a")).toBeNull();
  });

  it("goes as a whole, with what earlier releases left, and nothing else does", () => {
    remember("a", 1);
    remember("anything later", 2);
    for (const name of ["pocket", "pocket-codes", "points-seen"]) localStorage.setItem(name, "x");
    localStorage.setItem("of another app on this host", "x");
    forgetEverything();
    expect(Object.keys(localStorage)).toEqual(["of another app on this host"]);
  });

  it("is nothing where it was written by something else, or nothing may be kept", () => {
    localStorage.setItem("own:a", "{");
    expect(remembered("a")).toBeNull();
    vi.stubGlobal("localStorage", undefined);
    expect(() => remember("a", 1)).not.toThrow();
    expect(remembered("a")).toBeNull();
    expect(() => forgetEverything()).not.toThrow();
    vi.unstubAllGlobals();
  });

  it("stands nowhere else", () => {
    const others = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|device-memory\.ts$/.test(file))
      .filter((file) =>
        /\b(localStorage|sessionStorage|indexedDB)\b/.test(readFileSync(`src/${file}`, "utf8")),
      );
    expect(others).toEqual([]);
  });

  it("goes by every button that signs out", () => {
    const signingOut = readdirSync("src/app", { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => [file, readFileSync(`src/app/${file}`, "utf8")] as const)
      .filter(([, text]) => /\bsignOut\(|\.signOut\b/.test(text));
    expect(signingOut.map(([file]) => file)).not.toEqual([]);
    for (const [file, text] of signingOut)
      expect([file, text]).toEqual([file, expect.stringContaining("forgetEverything()")]);
  });
});
