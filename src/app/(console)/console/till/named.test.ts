import { describe, expect, it } from "vitest";
import { lookedUp } from "./named";

describe("what is scanned or typed at the till", () => {
  it.each([
    ["25110500012384019273\r\n", { by: "code", code: "25110500012384019273" }],
    ["2511 0500 0123 8401 9273", { by: "code", code: "25110500012384019273" }],
    ["m 251105 000123", { by: "code", code: "M251105000123" }],
    ["Ｍ２５１１０５０００１２３", { by: "code", code: "M251105000123" }],
    ["138 0000 1234", { by: "phone", phone: "+8613800001234", externalId: "13800001234" }],
    ["+852 5123 4567", { by: "phone", phone: "+85251234567", externalId: "+85251234567" }],
    [" u-1001 ", { by: "externalId", externalId: "u-1001" }],
    ["6901234567892", { by: "externalId", externalId: "6901234567892" }],
  ])("%j is %j", (typed, looked) => {
    expect(lookedUp(typed)).toEqual(looked);
  });
});
