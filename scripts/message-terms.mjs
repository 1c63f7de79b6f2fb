/**
 * Terms that were corrected and must not come back, by language: what is not said, and what is said
 * instead (docs/domain.md, Words). Each is exact enough that it never means anything else.
 */

/** @type {Record<string, readonly (readonly [RegExp, string])[]>} */
const REFUSED = {
  "zh-CN": [
    [/批次/, "调整任务、积分明细批 or 批量发放"],
    [/审计日志|操作记录/, "操作日志"],
    [/待生效/, "待入账"],
    [/欠积分|欠 ?\{/, "待补积分"],
    [/品类/, "类目"],
    [/载入/, "加载"],
    [/卡包/, "券包"],
    [/加入时间|最近加入/, "入会时间"],
    [/账户已?(冻结|注销)|(冻结|注销)账户/, "账号"],
    [/店铺/, "商城"],
    [/外部编号|商城用户 ID/, "商城账号"],
    [/免邮|免运费/, "包邮"],
    [/优先发货/, "优先出库"],
    [/专属客服/, "一对一客服"],
    [/朋友/, "好友"],
    [/未被接受/, "不符合要求"],
    [/看不见的字符/, "不可见字符"],
    [/可不填|可不设/, "可选"],
    [/您/, "你"],
    [/[“”]/, "「」"],
    [/\p{Script=Han}([,;!?]|: )|[,;!?]\p{Script=Han}/u, "full-width punctuation"],
    [/\p{Script=Han}\(|\)\p{Script=Han}/u, "（）"],
  ],
  en: [
    [/\bgoods\b/i, "items or products"],
    [/\bmall\b/i, "Rewards"],
    [/\b(takes?|taken|taking) back\b/i, "clawed back, or revoked of a coupon"],
    [/\bset aside\b/i, "on hold"],
    [/\bmembers lifted\b/i, "members upgraded"],
    [/\bmends?\b|\bmend(ed|ing)\b/i, "fix or restore"],
    [/\bmoney machines?\b/i, "loophole"],
    [/\bworth at most\b/i, "maximum"],
    [/\b(who|what)ever\b|\b(no|some|any)body\b/i, "anyone, someone or no one"],
    [/\bdearer\b/i, "pricier"],
    [/\btakes? part\b/i, "join"],
    [/\bleave empty\b/i, "leave blank"],
    [/\bswitched (on|off)\b/i, "turned on or off, or disabled"],
    [/\bis not right\b/i, "incorrect"],
    [/\b(joined|active) last\b/i, "newest, recently active"],
    [/\benroll(?!ed|ing)|\benrollment/i, "enrol"],
    [/\bcancel(ed|ing)\b/i, "cancelled, cancelling"],
    [/\btoward\b/i, "towards"],
    [/\be-mail/i, "email"],
    [/\bcolor\b/i, "colour"],
    [/\bfulfillment\b/i, "fulfilment"],
    [/\b(itemiz|categoriz|uncategoriz|summariz|recogniz)/i, "-ise"],
    [/\bhonor(s|ed)?\b/i, "honour"],
    [/\p{Letter}'\p{Letter}/u, "’"],
  ],
};

/**
 * @param {string} language
 * @param {string} message
 * @returns {string[]} for each refused term in it, what it says and what to say
 */
export function refusedTerms(language, message) {
  // Names of arguments are no words: {goods, select, …}.
  const words = message.replace(/\{\s*\w+\s*(?=[,}])/g, "{").replace(/<\/?\w+>/g, "");
  return (REFUSED[language] ?? []).flatMap(([term, instead]) => {
    const [found] = term.exec(words) ?? [];
    return found === undefined ? [] : [`says “${found}”, say ${instead}`];
  });
}
