// @ts-check
import { memberApi, Refusal } from "./api.js";
import { code128 } from "./code-128.js";

/** @import { CardCodes, Entry, Quote, Reward } from "../typescript/member" */

/** The shop's server says who is signed in: the address of the product, and a token of five minutes. */
const session = await asked();
let { token } = session;

const api = memberApi({
  url: session.url,
  token: async (isRefused) => {
    if (isRefused || token === "") token = (await asked()).token;
    return token;
  },
});

/** @returns {Promise<{ url: string, token: string }>} */
async function asked() {
  const answer = await fetch("session.json", { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : { url: "", token: "" };
}

/** @type {Record<string, string>} */
const ENTRIES = {
  EARN: "获得",
  MATURE: "到账",
  REDEEM: "使用",
  HOLD: "预占",
  RELEASE: "释放",
  FREEZE: "冻结",
  UNFREEZE: "解冻",
  CLAW_BACK: "扣回",
  RESTORE: "退回",
  EXPIRE: "过期",
  ADJUST: "人工调整",
  FORFEIT: "作废",
};

/** @type {Record<string, string>} */
const WHY_NOT = {
  MEMBER_STATUS_INVALID: "会员状态异常",
  BENEFIT_UNAVAILABLE: "权益已下线",
  BENEFIT_UNLIMITED: "你的等级已享此权益",
  OUT_OF_STOCK: "已兑完",
  TIER_TOO_LOW: "等级不足",
  LIMIT_REACHED: "本月已达上限",
  INSUFFICIENT_POINTS: "积分不足",
};

const number = new Intl.NumberFormat("zh-CN");
const day = new Intl.DateTimeFormat("zh-CN", { dateStyle: "medium", timeStyle: "short" });
const yuan = (/** @type {number} */ minor) => `¥${(minor / 100).toFixed(2)}`;

/**
 * Text is never read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const row = (/** @type {(Node | string)[]} */ ...children) =>
  make("div", { class: "row" }, ...children);
const dim = (/** @type {string} */ text) => make("p", { class: "dim" }, text);

const page = /** @type {HTMLElement} */ (document.getElementById("page"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));

/** @type {ReturnType<typeof setTimeout> | undefined} */
let quiet;

/** @param {string} text */
function say(text) {
  said.textContent = text;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    said.textContent = "";
  }, 5000);
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Refusal) || error.code === "NETWORK") return "网络不畅，请再试一次";
  return error.status === 401 ? "登录已过期，请回商城重新登录" : error.message;
}

/**
 * A button that does one thing at a time and says what was refused.
 *
 * @param {string} text
 * @param {() => Promise<unknown>} act
 * @param {string} [kind]
 */
function button(text, act, kind = "") {
  const element = make("button", { type: "button", class: kind }, text);
  element.addEventListener("click", async () => {
    element.disabled = true;
    try {
      await act();
    } catch (error) {
      say(reasonOf(error));
    }
    element.disabled = false;
  });
  return element;
}

/** What is shown of the card, until another page is. @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

async function card() {
  const [profile, codes, days] = await Promise.all([
    api.profile(),
    api.cardCodes(),
    api.checkInDays(),
  ]);
  const bars = make("div", {});
  const code = make("p", { class: "code" });
  showCodes(codes, bars, code);
  const checkIn = button(days.todayDone ? "今日已签到" : `签到 +${days.points}`, async () => {
    const { points, streak } = await api.checkIn();
    say(`签到成功，获得 ${points} 积分，已连续 ${streak} 天`);
    await show();
  });
  checkIn.disabled = days.todayDone || !days.available;
  const open = button(
    "打开会员中心",
    async () => {
      // Works once and for a minute, so it is asked for when it is pressed.
      location.assign((await api.handoff("/membership")).link);
    },
    "main",
  );
  return [
    make(
      "section",
      { class: "box" },
      row(make("h2", {}, profile.tier.name), make("span", { class: "dim" }, profile.memberCode)),
      bars,
      code,
      dim("付款时出示，每 30 秒更新"),
    ),
    make(
      "section",
      { class: "box" },
      row(
        make("h2", {}, "可用积分"),
        make("p", { class: "figure" }, number.format(profile.points.available)),
      ),
      ...(profile.points.pending > 0
        ? [dim(`待入账 ${number.format(profile.points.pending)}`)]
        : []),
      ...(profile.nextTier
        ? [dim(`再消费 ${yuan(profile.nextTier.remainingMinor)} 升级${profile.nextTier.name}`)]
        : []),
      checkIn,
    ),
    open,
  ];
}

/**
 * The code of this moment by the server's clock, and the next ones as they come; new ones are asked
 * for while some are left.
 *
 * @param {CardCodes} codes
 * @param {HTMLElement} bars
 * @param {HTMLElement} text
 */
function showCodes(codes, bars, text) {
  let known = codes;
  let ahead = Date.parse(known.now) - Date.now();
  let isAsking = false;
  let shown = "";
  const tick = async () => {
    const now = Date.now() + ahead;
    const current = known.items.find(({ until }) => Date.parse(until) > now);
    const next = current?.code ?? "";
    if (next !== shown || next === "") {
      shown = next;
      text.textContent = next === "" ? "连接网络后才能出示会员码" : next.replace(/(\d{4})/g, "$1 ");
      bars.replaceChildren(...(next === "" ? [] : [barsOf(next)]));
    }
    const left = known.items.filter(({ until }) => Date.parse(until) > now).length;
    if (left > known.items.length / 2 || isAsking) return;
    isAsking = true;
    try {
      known = await api.cardCodes();
      ahead = Date.parse(known.now) - Date.now();
    } catch {
      // Without a connection those that are left do.
    }
    isAsking = false;
  };
  ticking = setInterval(tick, 1000);
  tick();
}

/** @param {string} code */
function barsOf(code) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  let x = 10;
  let path = "";
  for (const [at, width] of code128(code).entries()) {
    if (at % 2 === 0) path += `M${x} 6h${width}v36h-${width}z`;
    x += width;
  }
  svg.setAttribute("viewBox", `0 0 ${x + 10} 48`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "bars");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "会员码条形码");
  // Dark on light in both themes, for scanners.
  for (const [shape, fill] of [
    [`M0 0h${x + 10}v48H0z`, "#fff"],
    [path, "#111"],
  ]) {
    const drawn = document.createElementNS(space, "path");
    drawn.setAttribute("d", shape ?? "");
    drawn.setAttribute("fill", fill ?? "");
    svg.append(drawn);
  }
  return svg;
}

/** A list that goes on: its first page, and a button for the next ones.
 *
 * @template Item
 * @param {(cursor: string | null) => Promise<{ items: Item[], nextCursor: string | null }>} read
 * @param {(item: Item) => HTMLElement} draw
 * @param {string} empty
 */
async function list(read, draw, empty) {
  const first = await read(null);
  if (first.items.length === 0) return [make("p", { class: "box" }, empty)];
  let cursor = first.nextCursor;
  const items = make("ul", {}, ...first.items.map(draw));
  const more = button("加载更多", async () => {
    const next = await read(cursor);
    cursor = next.nextCursor;
    items.append(...next.items.map(draw));
    more.hidden = cursor === null;
  });
  more.hidden = cursor === null;
  return [items, more];
}

const history = () =>
  list(
    (cursor) => api.history(cursor),
    (/** @type {Entry} */ entry) =>
      make(
        "li",
        {},
        row(
          make("span", {}, ENTRIES[entry.type] ?? entry.type),
          make("strong", {}, `${entry.points > 0 ? "+" : ""}${number.format(entry.points)}`),
        ),
        dim(day.format(new Date(entry.createdAt))),
      ),
    "还没有积分明细",
  );

const mall = () =>
  list(
    (cursor) => api.rewards(cursor),
    (/** @type {Reward} */ reward) => {
      const buy = button("兑换", () => redeem(reward));
      // What is sent by parcel needs an address, which the member's own pages ask for.
      buy.disabled = !reward.redeemable || reward.kind === "PRODUCT";
      const why = reward.reason ? (WHY_NOT[reward.reason] ?? "") : "";
      return make(
        "li",
        {},
        row(
          make("strong", {}, reward.name),
          make("span", {}, `${number.format(reward.pointsCost)} 积分`),
        ),
        ...(reward.description ? [dim(reward.description)] : []),
        row(
          make(
            "span",
            { class: "dim" },
            why || (reward.kind === "PRODUCT" ? "请在会员中心兑换" : ""),
          ),
          buy,
        ),
      );
    },
    "积分商城暂无兑换品",
  );

/** A purchase that nobody answered keeps its key, so that trying again can't pay twice. */
const purchases = new Map();

/** @param {Reward} reward */
async function redeem(reward) {
  const { rewardId } = reward;
  if (!purchases.has(rewardId)) purchases.set(rewardId, crypto.randomUUID());
  try {
    const done = await api.redeem({ rewardId }, purchases.get(rewardId));
    purchases.delete(rewardId);
    say(`已兑换「${done.rewardName}」，现有 ${number.format(done.available)} 积分`);
    await show();
  } catch (error) {
    if (error instanceof Refusal && error.isFinal) purchases.delete(rewardId);
    throw error;
  }
}

/** What the customer is about to order: a shop has it from its cart. */
const cart = { orderId: `h5-${crypto.randomUUID().slice(0, 8)}`, orderAmountMinor: 29_900 };

async function checkout() {
  const quote = await api.quote(cart);
  const paying = quote.payWithPoints;
  return [
    make(
      "section",
      { class: "box" },
      row(make("h2", {}, "商品金额"), make("span", {}, yuan(cart.orderAmountMinor))),
      row(make("span", {}, `${quote.tier.name}价`), make("span", {}, yuan(quote.tierPriceMinor))),
      row(make("span", {}, "积分抵扣"), make("span", {}, `−${yuan(paying.discountMinor)}`)),
      row(
        make("strong", {}, "还需支付"),
        make("strong", { class: "figure" }, yuan(paying.toPayMinor)),
      ),
      dim(`本单可得 ${number.format(paying.pointsToEarn)} 积分`),
    ),
    paying.held ? heldPart(paying.held) : choosePart(quote),
  ];
}

/** @param {NonNullable<Quote["payWithPoints"]["held"]>} held */
function heldPart({ holdId, points }) {
  const cancel = button("取消使用", async () => {
    await api.release(holdId);
    await show();
  });
  // The shop's server captures this hold by its key, with the order and the amount that it knows itself.
  return make(
    "section",
    { class: "box" },
    make("p", {}, `已使用 ${number.format(points)} 积分`),
    dim(`预占编号 ${holdId}`),
    cancel,
  );
}

/** @param {Quote} quote */
function choosePart({ tierPriceMinor, payWithPoints: { mostPoints } }) {
  if (mostPoints === 0) return make("p", { class: "box" }, "本单暂不能使用积分");
  const field = make("input", { inputmode: "numeric", autocomplete: "off" });
  field.value = String(mostPoints);
  const use = button(
    "使用积分",
    async () => {
      const points = Number(field.value);
      if (!Number.isInteger(points) || points < 1 || points > mostPoints) {
        return say(`请输入 1 至 ${number.format(mostPoints)} 之间的整数`);
      }
      await api.hold({ orderId: cart.orderId, orderAmountMinor: tierPriceMinor, points });
      await show();
    },
    "main",
  );
  const label = make("label", {}, `使用多少积分（最多 ${number.format(mostPoints)}）`, field);
  return make("section", { class: "box" }, label, use);
}

/** @type {Record<string, () => Promise<HTMLElement[]>>} */
const PAGES = { card, history, mall, checkout };

let turn = 0;

/** The page of the address; a late answer for another one is left out. */
async function show() {
  const mine = ++turn;
  const name = location.hash.slice(1) in PAGES ? location.hash.slice(1) : "card";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  clearInterval(ticking);
  if (page.dataset.name !== name) {
    page.dataset.name = name;
    page.replaceChildren(make("p", { class: "box", role: "status" }, "正在加载…"));
  }
  try {
    if (session.url === "") throw new Refusal(401, {});
    const parts = await /** @type {() => Promise<HTMLElement[]>} */ (PAGES[name])();
    if (mine === turn) page.replaceChildren(...parts);
  } catch (error) {
    if (mine !== turn) return;
    const text = session.url === "" ? "请先在商城登录" : reasonOf(error);
    page.replaceChildren(
      make("section", { class: "box" }, make("p", {}, text), button("重试", show)),
    );
  }
}

addEventListener("hashchange", show);
show();
