import { foldedName, plainText } from "@/platform/pasted";
import type { LocalizedText } from "@/platform/texts";

/** Who carries parcels, and how their numbers look. */

export interface Carrier {
  code: string;
  name: LocalizedText;
  /** See trackingShape; none: any. */
  shapes: readonly string[];
  /** A sum in the number itself, of carriers that have one. */
  check?: (trackingCode: string) => boolean;
}

const named = (zh: string, en: string): LocalizedText => ({ "zh-CN": zh, en });

/** Numbers of the Universal Postal Union: AB123456789CN. */
const POSTAL = "@{2}#{9}";

/** Loose where carriers have several series: a wrong refusal costs more than a slip that is corrected. */
export const KEPT_CARRIERS: readonly Carrier[] = [
  { code: "SF", name: named("顺丰速运", "SF Express"), shapes: ["SF#{13}", "#{12}"] },
  {
    code: "JD",
    name: named("京东快递", "JD Express"),
    shapes: ["JD*{9,18}", "JD*{9,18}-#{1,3}-#{1,3}-"],
  },
  {
    code: "EMS",
    name: named("EMS", "China EMS"),
    shapes: ["#{13}", `${POSTAL}@{2}`],
    check: isPostal,
  },
  {
    code: "CHINA_POST",
    name: named("邮政快递包裹", "China Post"),
    shapes: ["#{13}", `${POSTAL}@{2}`],
    check: isPostal,
  },
  {
    code: "YTO",
    name: named("圆通速递", "YTO Express"),
    shapes: ["YT#{13,16}", "#{12,18}", "@#{9,12}"],
  },
  { code: "ZTO", name: named("中通快递", "ZTO Express"), shapes: ["#{12,15}"] },
  { code: "STO", name: named("申通快递", "STO Express"), shapes: ["#{12,15}"] },
  { code: "YUNDA", name: named("韵达快递", "Yunda Express"), shapes: ["#{13,15}"] },
  { code: "JT", name: named("极兔速递", "J&T Express"), shapes: ["JT#{13}"] },
  { code: "DEPPON", name: named("德邦快递", "Deppon Express"), shapes: ["DPK#{12,13}", "#{9,10}"] },
  { code: "KYE", name: named("跨越速运", "KYE Express"), shapes: ["KY*{10,14}"] },
  {
    code: "DHL",
    name: named("DHL", "DHL Express"),
    shapes: ["#{10}", "JJD*{16,20}", "JD01*{14,18}"],
    check: isDhl,
  },
  { code: "FEDEX", name: named("联邦快递", "FedEx"), shapes: ["#{12}", "#{15}", "#{20}", "#{22}"] },
  { code: "UPS", name: named("UPS", "UPS"), shapes: ["1Z*{16}"], check: isUps },
  {
    code: "USPS",
    name: named("美国邮政", "USPS"),
    shapes: ["9#{19,21}", `${POSTAL}US`],
    check: isPostal,
  },
  {
    code: "ROYAL_MAIL",
    name: named("英国皇家邮政", "Royal Mail"),
    shapes: [`${POSTAL}GB`],
    check: isPostal,
  },
  { code: "ARAMEX", name: named("Aramex", "Aramex"), shapes: ["#{10,11}"] },
];

/** A number as it is kept, however it was scanned or pasted: readTracking(" sf 1400 ") = "SF1400". */
export function readTracking(typed: string): string {
  return plainText(typed).replace(/\s/g, "").toUpperCase();
}

const CLASS: Record<string, string> = { "#": "[0-9]", "@": "[A-Z]", "*": "[A-Z0-9]" };

/** Classes of one sign each, so that it is judged in one pass over the number. */
function patternOf(shape: string): RegExp {
  const parts = shape.match(/[^{]|\{[^}]*\}/g) ?? [];
  return new RegExp(`^${parts.map((part) => CLASS[part] ?? part).join("")}$`);
}

/** Whether a number looks like one of a carrier. Example: of SF, SF1400203088812 → yes, JT… → no. */
export function isShaped({ shapes, check }: Carrier, trackingCode: string): boolean {
  const isOne = shapes.length === 0 || shapes.some((shape) => patternOf(shape).test(trackingCode));
  return isOne && (check?.(trackingCode) ?? true);
}

const POSTAL_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** By the check digit of S10, where it is such a number. Example: RB123456785GB → yes; RB123456784GB → no. */
function isPostal(trackingCode: string): boolean {
  const [, digits] = /^[A-Z]{2}(\d{9})[A-Z]{2}$/.exec(trackingCode) ?? [];
  if (digits === undefined) return true;
  const sum = POSTAL_WEIGHTS.reduce((all, weight, at) => all + weight * Number(digits[at]), 0);
  const rest = 11 - (sum % 11);
  return Number(digits[8]) === (rest === 10 ? 0 : rest === 11 ? 5 : rest);
}

/** Of ten digits, the last is what the others leave by seven. */
function isDhl(trackingCode: string): boolean {
  if (!/^\d{10}$/.test(trackingCode)) return true;
  return Number(trackingCode.slice(0, 9)) % 7 === Number(trackingCode[9]);
}

/** Letters count as digits; every second sign twice. Example: 1Z5R89390357567127 → yes. */
function isUps(trackingCode: string): boolean {
  const signs = Array.from(trackingCode.slice(2), (sign) =>
    /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10,
  );
  const sum = signs.slice(0, -1).reduce((all, sign, at) => all + sign * (at % 2 === 0 ? 1 : 2), 0);
  return (10 - (sum % 10)) % 10 === signs.at(-1);
}

/**
 * The carrier that is meant by a code or a name in any language, or by its only beginning.
 * Examples: "sf", "顺丰速运" and "顺丰" → SF; "快递" → none.
 */
export function carrierMeant<One extends Pick<Carrier, "code" | "name">>(
  carriers: readonly One[],
  typed: string,
): One | undefined {
  const word = foldedName(typed);
  const names = ({ code, name }: One) => [code, ...Object.values(name)].map(foldedName);
  const exact = carriers.find((one) => names(one).includes(word));
  if (exact || word.length < 2) return exact;
  const begun = carriers.filter((one) => names(one).some((name) => name.startsWith(word)));
  return begun.length === 1 ? begun[0] : undefined;
}
