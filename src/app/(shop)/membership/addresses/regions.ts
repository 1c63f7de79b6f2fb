/** Administrative divisions, by code of six digits: two for the province, two for the city, two for the county. */
export interface Divisions {
  province_list: Record<string, string>;
  city_list: Record<string, string>;
  county_list: Record<string, string>;
}

/** Chosen so far, as codes; empty where nothing is. */
export interface Region {
  province: string;
  city: string;
  county: string;
}

export const NOWHERE: Region = { province: "", city: "", county: "" };

export interface Division {
  code: string;
  name: string;
}

const within = (list: Record<string, string>, code: string, digits: number): Division[] =>
  code === ""
    ? []
    : Object.entries(list)
        .filter(([other]) => other.slice(0, digits) === code.slice(0, digits))
        .map(([other, name]) => ({ code: other, name }));

export function provincesOf({ province_list: list }: Divisions): Division[] {
  return Object.entries(list).map(([code, name]) => ({ code, name }));
}

export const citiesOf = (all: Divisions, province: string) => within(all.city_list, province, 2);
export const countiesOf = (all: Divisions, city: string) => within(all.county_list, city, 4);

/** Names that only hold counties together, and are in no address. */
const SILENT = new Set(["省直辖县", "县", "自治区直辖县级行政区划"]);

/** As it is written on a parcel; empty until it is whole. Example: 北京市, 北京市, 东城区 → 北京市东城区. */
export function regionText(all: Divisions, { province, city, county }: Region): string {
  const names = [all.province_list[province], all.city_list[city], all.county_list[county]];
  const [first, second, third] = names;
  if (first === undefined || second === undefined || third === undefined) return "";
  return [first, second === first || SILENT.has(second) ? "" : second, third].join("");
}

/** The way back; null for what was written by hand. */
export function regionOf(all: Divisions, text: string): Region | null {
  for (const { code: province, name } of provincesOf(all)) {
    if (!text.startsWith(name)) continue;
    for (const { code: city } of citiesOf(all, province)) {
      const region = (county: string) => ({ province, city, county });
      const found = countiesOf(all, city).find(
        ({ code }) => regionText(all, region(code)) === text,
      );
      if (found) return region(found.code);
    }
  }
  return null;
}

/** A province or a city was chosen: what lies in it is open, unless there is just one. */
export function chooseIn(all: Divisions, part: keyof Region, code: string, before: Region): Region {
  const only = (list: readonly Division[]) => (list.length === 1 ? (list[0]?.code ?? "") : "");
  if (part === "county") return { ...before, county: code };
  const province = part === "province" ? code : before.province;
  const city = part === "city" ? code : only(citiesOf(all, province));
  return { province, city, county: only(countiesOf(all, city)) };
}
