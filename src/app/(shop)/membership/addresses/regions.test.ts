import { areaList } from "@vant/area-data";
import { describe, expect, it } from "vitest";
import {
  chooseIn,
  citiesOf,
  countiesOf,
  NOWHERE,
  provincesOf,
  regionOf,
  regionText,
} from "./regions";

describe("regions", () => {
  it("are whole, and found again by what a parcel says", () => {
    const texts = new Map<string, string>();
    for (const { code: province } of provincesOf(areaList)) {
      const cities = citiesOf(areaList, province);
      expect(cities.length).toBeGreaterThan(0);
      for (const { code: city } of cities) {
        const counties = countiesOf(areaList, city);
        expect(counties.length).toBeGreaterThan(0);
        for (const { code: county } of counties) {
          texts.set(county, regionText(areaList, { province, city, county }));
        }
      }
    }
    expect(texts.size).toBeGreaterThan(3000);
    expect(new Set(texts.values()).size).toBe(texts.size);
    expect(Math.max(...[...texts.values()].map((text) => text.length))).toBeLessThanOrEqual(100);
    for (const county of ["110101", "330106", "469001", "500229", "810101"]) {
      expect(regionOf(areaList, texts.get(county) ?? "")?.county).toBe(county);
    }
  });

  it.each([
    ["330106", "浙江省杭州市西湖区"],
    ["110101", "北京市东城区"],
    ["469001", "海南省五指山市"],
    ["500229", "重庆市城口县"],
  ])("%s is written %s", (county, text) => {
    const city = `${county.slice(0, 4)}00`;
    const region = { province: `${county.slice(0, 2)}0000`, city, county };
    expect(regionText(areaList, region)).toBe(text);
  });

  it.each(["", "浙江省", "浙江省杭州市", "浙江省杭州市西湖区文三路", "12 Kings Road, London"])(
    "%j is nothing that can be picked",
    (text) => expect(regionOf(areaList, text)).toBeNull(),
  );

  it("opens what lies in a choice, and takes what is the only one", () => {
    const chosen = chooseIn(areaList, "province", "110000", NOWHERE);
    expect(chosen).toEqual({ province: "110000", city: "110100", county: "" });
    const whole = chooseIn(areaList, "county", "110101", chosen);
    expect(chooseIn(areaList, "province", "330000", whole)).toEqual({
      province: "330000",
      city: "",
      county: "",
    });
  });
});
