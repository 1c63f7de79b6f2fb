import type { Random } from "./random";

const FAMILY = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"] as [
  string,
  ...string[],
];
const GIVEN: readonly [string, ...string[]] = [
  "雨桐",
  "浩然",
  "子涵",
  "思远",
  "嘉禾",
  "一诺",
  "梓萱",
  "宇航",
  "欣怡",
  "俊杰",
  "若溪",
  "明轩",
  "婉清",
  "景行",
  "安琪",
  "泽宇",
  "静姝",
  "书瑶",
  "文博",
  "晓岚",
  "知远",
  "念慈",
  "星野",
  "小满",
];
const ENGLISH: readonly [string, ...string[]] = [
  "Ada Okafor",
  "Wu Tong",
  "Mia Chen",
  "Noah Lin",
  "Iris Zhao",
  "Leo Park",
  "Emma Xu",
  "Sam Rivera",
];

export function nameOf(random: Random): string {
  if (random.chance(0.08)) return random.pick(ENGLISH);
  return `${random.pick(FAMILY)}${random.pick(GIVEN)}`;
}

export function phoneOf(random: Random): string {
  return `13${random.between(0, 9)}${String(random.between(0, 99_999_999)).padStart(8, "0")}`;
}

export function birthdayOf(random: Random): string {
  const year = random.between(1968, 2004);
  const month = String(random.between(1, 12)).padStart(2, "0");
  return `${year}-${month}-${String(random.between(1, 28)).padStart(2, "0")}`;
}

export interface DemoPerson {
  tier: "newcomer" | "registered" | "bronze" | "silver" | "gold" | "diamond";
  name: string;
  phone: string;
  birthday: string;
  /** Orders: days ago and yuan paid. */
  orders: readonly (readonly [number, number])[];
}

/** Somebody who has just come and one shopper on each tier; the gold one has a history with everything in it. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { tier: "newcomer", name: "阮知", phone: "13800000009", birthday: "1999-09-09", orders: [] },
  {
    tier: "registered",
    name: "苏苗",
    phone: "13800000001",
    birthday: "2001-11-08",
    orders: [
      [40, 129],
      [12, 189.5],
    ],
  },
  {
    tier: "bronze",
    name: "周屿",
    phone: "13800000002",
    birthday: "1996-03-21",
    orders: [
      [300, 268],
      [190, 399],
      [75, 318.8],
      [20, 254],
    ],
  },
  {
    tier: "silver",
    name: "江澄",
    phone: "13800000003",
    birthday: "1992-07-30",
    orders: [
      [340, 599],
      [260, 820],
      [150, 688],
      [60, 459.9],
      [9, 366],
    ],
  },
  {
    tier: "gold",
    name: "林夏",
    phone: "13800000004",
    birthday: "1990-05-20",
    orders: [
      [715, 460],
      [640, 380],
      [520, 899],
      [430, 1260],
      [330, 1088],
      [240, 1599],
      [150, 760],
      [95, 528],
      [44, 899],
      [18, 547],
      [2, 339.6],
    ],
  },
  {
    tier: "diamond",
    name: "沈砚",
    phone: "13800000005",
    birthday: "1985-12-02",
    orders: [
      [360, 2680],
      [300, 1999],
      [250, 3280],
      [180, 1560],
      [120, 4200],
      [70, 2399],
      [30, 1888],
      [5, 1299],
    ],
  },
];

export const DEMO_PASSWORD = "member-demo";
