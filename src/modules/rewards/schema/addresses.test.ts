import { describe, expect, it } from "vitest";
import { type DeliveryAddress, deliveryAddress } from "./addresses";

const good: DeliveryAddress = {
  name: "林夏",
  phone: "138 0000-0000",
  region: "浙江省杭州市西湖区",
  line: "文三路 1 号",
};

describe("a delivery address", () => {
  it.each([
    [
      "is wanted whole",
      { name: "", phone: "", region: "", line: "" },
      ["name", "phone", "region", "line"],
    ],
    ["isn't filled by spaces", { ...good, line: "   " }, ["line"]],
    ["has a phone that can be called", { ...good, phone: "call me" }, ["phone"]],
    ["may be abroad", { ...good, phone: "+44 20 7946 0000" }, []],
    ["is taken as it is", good, []],
  ])("%s", (_promise, address, faults) => {
    const issues = deliveryAddress.safeParse(address).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join("."))).toEqual(faults);
  });
});
