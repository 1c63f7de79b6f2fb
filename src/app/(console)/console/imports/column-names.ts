import { COLUMNS, type Column, type ImportKind, type ImportRow } from "@/modules/imports/schema";
import { plainText } from "@/platform/pasted";

/** What other systems call each column. */
const NAMES: Record<Column, string> = {
  externalId: "externalid,customerid,userid,uid,id,商城账号,用户id,客户编号,会员编号,用户编号",
  phone: "phone,mobile,tel,手机,手机号,手机号码,电话",
  nickname: "nickname,name,姓名,昵称,会员姓名",
  email: "email,mail,邮箱,电子邮箱",
  birthday: "birthday,birthdate,dob,生日,出生日期",
  joinedOn: "joinedon,joined,createdat,registeredat,入会日期,注册时间,注册日期,入会时间",
  points: "points,balance,积分,可用积分,积分余额",
  pointsEndOn: "pointsendon,expireson,expiresat,expiry,有效期至,过期日期,积分到期日,到期日",
  tier: "tier,level,grade,等级,会员等级",
  tierKeepUntil: "tierkeepuntil,keepuntil,保级至,等级有效期,等级到期日",
  emailConsent: "emailconsent,邮件授权,接收邮件",
  smsConsent: "smsconsent,短信授权,接收短信",
  marketingConsent: "marketingconsent,营销授权,接收营销",
  consentsOn: "consentson,授权日期,同意日期",
  reference: "reference,lotid,批次号,凭证号",
  orderId: "orderid,orderno,ordernumber,订单号,订单编号",
  amount: "amount,paid,total,金额,实付金额,实付,消费金额",
  paidOn: "paidon,paidat,date,支付时间,支付日期,消费日期,下单时间",
};

/** Header → column; of two that would be the same one the first. */
export type Mapping = Record<string, Column>;

const folded = (title: string) =>
  plainText(title)
    .toLowerCase()
    .replace(/[\s_-]/g, "");

/**
 * How the columns of a file are most likely meant: as the last file's were, else by their names. Each is
 * shown, and may be another.
 */
export function likelyMapping(
  kind: ImportKind,
  header: readonly string[],
  remembered: Mapping = {},
): Mapping {
  const known: readonly Column[] = COLUMNS[kind];
  const mapping: Mapping = {};
  const taken = new Set<Column>();
  const take = (title: string, column: Column | undefined) => {
    if (column === undefined || !known.includes(column)) return;
    if (title === "" || title in mapping || taken.has(column)) return;
    mapping[title] = column;
    taken.add(column);
  };
  for (const title of header) take(title, remembered[title]);
  for (const title of header) {
    const name = folded(title);
    take(
      title,
      known.find((column) => NAMES[column].split(",").includes(name)),
    );
  }
  return mapping;
}

/** Without these nothing can be made of a file. */
const NEEDED: Record<ImportKind, readonly Column[]> = {
  MEMBERS: [],
  LOTS: ["points", "pointsEndOn"],
  ORDERS: ["amount", "paidOn"],
};

/** What is missing of a mapping, or there twice. */
export function mappingFault(kind: ImportKind, mapping: Mapping): Column | "NO_NAME" | null {
  const mapped = Object.values(mapping);
  if (!mapped.includes("externalId") && !mapped.includes("phone")) return "NO_NAME";
  return NEEDED[kind].find((column) => !mapped.includes(column)) ?? null;
}

/** A row of the file as the API takes it: cells under the columns that they mean. */
export function rowOf(
  header: readonly string[],
  mapping: Mapping,
  { line, cells }: { line: number; cells: readonly string[] },
): ImportRow {
  const row: ImportRow = { line };
  for (const [at, title] of header.entries()) {
    const column = mapping[title];
    const cell = cells[at] ?? "";
    if (column !== undefined && cell !== "" && row[column] === undefined) row[column] = cell;
  }
  return row;
}
