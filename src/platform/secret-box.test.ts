import { describe, expect, it } from "vitest";
import { SecretBox } from "./secret-box";

const DEPLOYMENT = "a secret of the deployment that is long enough";
const box = new SecretBox(DEPLOYMENT, "testing");

describe("a sealed secret", () => {
  it("opens to what it was, and looks different each time", () => {
    const sealed = [box.seal("whsec_abc"), box.seal("whsec_abc")];
    expect(sealed.map((one) => box.open(one))).toEqual(["whsec_abc", "whsec_abc"]);
    expect(new Set(sealed).size).toBe(2);
    expect(sealed.join()).not.toContain("abc");
  });

  it("stays shut for another deployment, another purpose, and after any change", () => {
    const sealed = box.seal("whsec_abc");
    expect(new SecretBox(`${DEPLOYMENT}!`, "testing").open(sealed)).toBeNull();
    expect(new SecretBox(DEPLOYMENT, "other").open(sealed)).toBeNull();
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    for (const [at, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[at] = byte ^ 1;
      expect(box.open(`v1.${changed.toString("base64url")}`)).toBeNull();
    }
    for (const text of ["", "v1", "v1.", "v1.abcd", "v2.abcd"]) expect(box.open(text)).toBeNull();
  });
});
