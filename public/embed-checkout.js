// @ts-check
/*
 * <member-checkout>: points on a checkout of the shop, on any page of it.
 *
 *   <script src="https://members.example.com/embed-checkout.js" defer></script>
 *   <member-checkout token="<JWT of your identity provider>" order-id="A1002" amount-minor="29900">
 *   </member-checkout>
 *
 * Attributes: token, api, locale, theme, as <member-card> has them; order-id (the shop's id of what
 * will be the order), amount-minor (the goods before any discount, without shipping),
 * shipping-minor. Property `tokenProvider`: a function that gives a fresh token. Property `hold`: what
 * is held for the order, or null. Method `refresh()`.
 *
 * Events: `member-checkout:hold` (holdId, orderId, points, discountMinor, orderAmountMinor,
 * toPayMinor, expiresAt) for the shop's server to capture; `member-checkout:release` (holdId,
 * orderId, reason: cancelled, changed, expired, captured or ended); `member-checkout:load` (the
 * quote); `member-checkout:error` (state, status, code). Slots: guest, expired, unknown, failed.
 * Parts: box, figures, use, cancel. It stands by itself: embed.js is not needed.
 */
(() => {
  if (!("customElements" in globalThis) || customElements.get("member-checkout")) return;

  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const HOME = script ? new URL(script.src).origin : location.origin;
  const PREFIX = "/api/v1/member-system";
  const TIMEOUT_MS = 10_000;
  /** What an order earns is asked for once the slider rests so long. */
  const REST_MS = 250;
  /** Coming back to the page after so long reads the figures again. */
  const STALE_MS = 15_000;
  /** So long before a hold ends it is told. */
  const SOON_MS = 60_000;
  const OWN_WORDS = ["DISCOUNT", "POINTS_MULTIPLIER"];

  const WORDS = {
    "zh-CN": {
      title: "积分抵扣",
      available: (/** @type {string} */ n) => `可用 ${n} 积分`,
      slider: "使用多少积分",
      field: "使用的积分数",
      unit: "积分",
      all: "全部使用",
      value: (/** @type {string} */ n, /** @type {string} */ money) => `${n} 积分，抵 ${money}`,
      most: (/** @type {string} */ n, /** @type {string} */ money) =>
        `本单最多可用 ${n} 积分，抵 ${money}`,
      tooMany: (/** @type {string} */ n) => `请输入 0 至 ${n} 之间的整数`,
      goods: "商品金额",
      tier: (/** @type {string} */ name) => `${name}优惠`,
      points: "积分抵扣",
      toPay: "还需支付",
      toPayGoods: "还需支付（不含运费）",
      earn: "本单可得",
      earned: (/** @type {string} */ n) => `${n} 积分`,
      benefits: "可享权益",
      benefit: (/** @type {string} */ name, /** @type {string} */ money) => `${name}（${money}）`,
      comma: "、",
      use: "使用积分",
      cancel: "取消使用",
      held: (/** @type {string} */ n, /** @type {string} */ money) =>
        `已使用 ${n} 积分，抵扣 ${money}`,
      until: (/** @type {string} */ time) => `请在 ${time} 前付款，逾时积分将退回`,
      redeemed: (/** @type {string} */ n, /** @type {string} */ money) =>
        `本单已用 ${n} 积分，抵扣 ${money}`,
      byShop: "积分已由商城为本单预留",
      loading: "正在加载积分抵扣",
      guest: "登录后可使用积分抵扣",
      expired: "登录已过期，请重新登录",
      unknown: "还没有会员信息",
      failed: "积分抵扣加载失败",
      closed: "此订单不能再使用积分",
      again: "重试",
      NO_POINTS: "暂无可用积分",
      POINTS_OWED: "有 {n} 待补积分，补足后才能使用积分",
      CAP_TOO_LOW: "订单金额较低，不能使用积分",
      MEMBER_STATUS_INVALID: "会员状态异常，暂不能使用积分",
      notices: {
        soon: "预留的积分还有不到 1 分钟到期，请尽快付款",
        expired: "预留已到期，积分已退回。如需抵扣，请重新使用",
        changed: "订单金额有变化，积分已退回，请重新确认",
        elsewhere: "已在其他页面为此订单使用了积分",
        ended: "预留的积分已退回，如需抵扣，请重新使用",
        fewer: "可用的积分有变化，请重新确认",
        limit: "预留积分的订单过多，请先付款或取消其他订单",
        busy: "操作太频繁，请稍后再试",
        failed: "网络不畅，未成功，请再试一次",
      },
    },
    en: {
      title: "Pay with points",
      available: (/** @type {string} */ n) => `${n} points available`,
      slider: "Points to use",
      field: "Number of points",
      unit: "points",
      all: "Use all",
      value: (/** @type {string} */ n, /** @type {string} */ money) => `${n} points, ${money} off`,
      most: (/** @type {string} */ n, /** @type {string} */ money) =>
        `Up to ${n} points on this order, ${money} off`,
      tooMany: (/** @type {string} */ n) => `Enter a whole number from 0 to ${n}`,
      goods: "Items",
      tier: (/** @type {string} */ name) => `${name} discount`,
      points: "Points",
      toPay: "To pay",
      toPayGoods: "To pay, before shipping",
      earn: "You earn",
      earned: (/** @type {string} */ n) => `${n} points`,
      benefits: "Your benefits",
      benefit: (/** @type {string} */ name, /** @type {string} */ money) => `${name} (${money})`,
      comma: ", ",
      use: "Use points",
      cancel: "Don’t use points",
      held: (/** @type {string} */ n, /** @type {string} */ money) =>
        `Using ${n} points, ${money} off`,
      until: (/** @type {string} */ time) => `Pay by ${time}, or the points are returned`,
      redeemed: (/** @type {string} */ n, /** @type {string} */ money) =>
        `${n} points used on this order, ${money} off`,
      byShop: "The shop is holding these points for this order",
      loading: "Loading your points",
      guest: "Sign in to pay with points",
      expired: "Your session has expired. Please sign in again",
      unknown: "No membership yet",
      failed: "Couldn’t load your points",
      closed: "Points can no longer be used on this order",
      again: "Try again",
      NO_POINTS: "No points available",
      POINTS_OWED: "You owe {n} points. The points you earn next cover them first",
      CAP_TOO_LOW: "This order is too small for points",
      MEMBER_STATUS_INVALID: "Points can’t be used on this membership right now",
      notices: {
        soon: "Less than a minute left to pay with these points",
        expired: "Time ran out and the points were returned. Use them again if you like",
        changed: "The order changed and the points were returned. Please confirm again",
        elsewhere: "Points are already used for this order on another page",
        ended: "The points were returned. Use them again if you like",
        fewer: "The points you can use have changed. Please confirm again",
        limit: "Points are held for too many orders. Pay for or cancel another one first",
        busy: "Too many attempts. Please wait a moment",
        failed: "Couldn’t connect. Please try again",
      },
    },
  };

  // A constructed sheet works under the strictest style-src of the page around it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{display:block;max-width:30rem;color-scheme:light dark;
--ink:light-dark(#2a231a,#f3ebdc);--dim:light-dark(#665a49,#bcae97);--line:light-dark(#e2d6bf,#443b2e);--base:light-dark(#fffdf8,#1e1a14);
--accent:light-dark(#8a4b16,#e3ac70);--on:light-dark(#fff,#251505);--bad:light-dark(#a4262c,#ff9d94);
font:400 .875rem/1.5 "PingFang SC","HarmonyOS Sans SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
.box{display:flex;flex-direction:column;gap:.875rem;padding:1.125rem 1.25rem 1.25rem;border-radius:1.125rem;border:1px solid var(--line);color:var(--ink);background:var(--base)}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.25rem 1rem}
.title{font:650 1.125rem/1.4 "Songti SC","Noto Serif SC","Source Han Serif SC",Georgia,serif}
.quiet,dt{color:var(--dim);font-size:.8125rem}
.choose,.held{display:flex;flex-direction:column;gap:.625rem}
input[type=range]{width:100%;height:1.75rem;accent-color:var(--accent);cursor:pointer}
.typed{display:flex;align-items:center;gap:.5rem;flex-wrap:wrap}
.typed input{width:8rem;min-height:2.75rem;padding:.25rem .75rem;font:inherit;font-size:1rem;font-variant-numeric:tabular-nums;color:inherit;background:transparent;border:1px solid var(--dim);border-radius:.625rem}
.typed input[aria-invalid=true]{border-color:var(--bad)}
.typed button{margin-left:auto}
button{font:inherit;font-weight:600;padding:.5rem 1rem;min-height:2.75rem;border-radius:.625rem;border:1px solid currentColor;background:none;color:var(--accent);cursor:pointer}
button.use{background:var(--accent);color:var(--on);border-color:var(--accent)}
button[aria-disabled=true]{opacity:.55;cursor:default}
:is(button,input):focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.is{font-weight:600;font-size:1rem}
dl{display:flex;flex-direction:column;gap:.25rem;padding-top:.875rem;border-top:1px solid var(--line)}
dl div{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
dd{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.total dt{color:inherit;font-size:.875rem;font-weight:600}
.total dd{font:600 1.375rem/1.3 "Songti SC","Noto Serif SC",Georgia,serif;font-variant-numeric:tabular-nums}
.stale{opacity:.5}
.notice{font-size:.8125rem}
.notice:empty{display:none}
.notice,.bad{color:var(--bad)}
.message{align-items:flex-start;justify-content:center;min-height:9rem}
.bone{height:.9rem;border-radius:.5rem;background:color-mix(in srgb,currentColor 14%,transparent);animation:breathe 1.6s ease-in-out infinite}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@keyframes breathe{50%{opacity:.45}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`);
  for (const width of [38, 62, 100]) sheet.insertRule(`.w${width}{width:${width}%}`);

  /**
   * @typedef {object} Held
   * @property {string} holdId
   * @property {number} points
   * @property {number} discountMinor
   * @property {number} orderAmountMinor
   * @property {string} expiresAt
   * @property {number} secondsLeft
   * @property {boolean} byService
   *
   * @typedef {object} Paying
   * @property {number} points
   * @property {number} discountMinor
   * @property {number} toPayMinor
   * @property {number} pointsToEarn
   * @property {number} mostPoints
   * @property {"NO_POINTS" | "POINTS_OWED" | "CAP_TOO_LOW" | "MEMBER_STATUS_INVALID" | null} reason
   * @property {number} pointsPerYuanOff
   * @property {number} available
   * @property {number} owed
   * @property {Held | null} held
   * @property {{ points: number, discountMinor: number } | null} redeemed
   *
   * @typedef {object} Quote
   * @property {{ name: string }} tier
   * @property {number} tierPriceMinor
   * @property {{ type: string, name: string, usable: boolean, valueMinor: number }[]} benefits
   * @property {Paying} payWithPoints
   *
   * @typedef {object} Terms What the page asks about.
   * @property {string} orderId
   * @property {number} amountMinor
   * @property {number} shippingMinor
   *
   * @typedef {keyof typeof WORDS["en"]["notices"]} Notice
   * @typedef {"loading" | "guest" | "expired" | "unknown" | "failed" | "closed"} State
   * @typedef {"cancelled" | "changed" | "expired" | "captured" | "ended"} Reason
   */

  /** What the server said instead of doing it. */
  class Refused extends Error {
    /**
     * @param {number} status 0 where nobody answered
     * @param {string} code
     * @param {string | null} holdId of what stands in the way
     */
    constructor(status, code = "", holdId = null) {
      super(code);
      this.status = status;
      this.code = code;
      this.holdId = holdId;
    }
  }

  /**
   * An element with text or children; text is never read as markup.
   *
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   */
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** As typed by a Chinese keyboard too: １，２００ is 1200. Null for what is no whole number. */
  const pointsIn = (/** @type {string} */ typed) => {
    const text = typed.normalize("NFKC").replace(/[\s,]/g, "");
    return /^\d{0,12}$/.test(text) ? Number(text) : null;
  };

  class MemberCheckout extends HTMLElement {
    static observedAttributes = [
      "token",
      "api",
      "locale",
      "order-id",
      "amount-minor",
      "shipping-minor",
    ];

    /** @type {(() => Promise<string | null> | string | null) | null} */
    tokenProvider = null;
    /** @type {Quote | null} */
    #quote = null;
    /** What the quote was asked about. @type {Terms | null} */
    #quoted = null;
    /** @type {(Held & { orderId: string }) | null} */
    #hold = null;
    #points = 0;
    #readAt = 0;
    #isActing = false;
    #isQueued = false;
    /** @type {AbortController | null} */
    #reading = null;
    /** @type {Notice | null} */
    #notice = null;
    /** @type {ReturnType<MemberCheckout["build"]> | null} */
    #view = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #resting;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #ending;
    /** Other pages of this shop that are open. @type {BroadcastChannel | null} */
    #others = null;

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      document.addEventListener("visibilitychange", this.#onVisible);
      if ("BroadcastChannel" in globalThis) {
        this.#others = new BroadcastChannel("member-checkout");
        this.#others.onmessage = ({ data }) => {
          if (data === this.getAttribute("order-id")) this.refresh();
        };
      }
      this.#queue();
    }

    /** What is held stays held: the shop's checkout may be on its way to capture it. */
    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this.#onVisible);
      this.#others?.close();
      this.#others = null;
      this.#reading?.abort();
      clearTimeout(this.#resting);
      clearTimeout(this.#ending);
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} after
     */
    attributeChangedCallback(name, before, after) {
      if (before === after || !this.isConnected) return;
      if (name === "locale") this.#view = null;
      this.#queue();
    }

    /** What is held for the order, or null. */
    get hold() {
      const { orderId } = this.#quoted ?? {};
      return this.#hold?.orderId === orderId ? this.#holdDetail() : null;
    }

    #onVisible = () => {
      const isStale = Date.now() - this.#readAt > STALE_MS;
      if (document.visibilityState === "visible" && isStale && this.#quote) this.refresh();
    };

    /** Several changes at once are one reading. */
    #queue() {
      if (this.#isQueued) return;
      this.#isQueued = true;
      queueMicrotask(() => {
        this.#isQueued = false;
        if (this.isConnected) this.refresh();
      });
    }

    get #locale() {
      const tag =
        this.getAttribute("locale") ?? this.closest("[lang]")?.getAttribute("lang") ?? "zh-CN";
      return tag.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
    }

    get #words() {
      return WORDS[/** @type {"zh-CN" | "en"} */ (this.#locale)];
    }

    /** Null until the page has said what is to be paid for. @returns {Terms | null} */
    get #terms() {
      const orderId = this.getAttribute("order-id");
      const amountMinor = Number(this.getAttribute("amount-minor") ?? "");
      const shippingMinor = Number(this.getAttribute("shipping-minor") ?? "0");
      const isGood = Number.isSafeInteger(amountMinor) && amountMinor > 0;
      if (!orderId || !isGood || !Number.isSafeInteger(shippingMinor)) return null;
      return { orderId, amountMinor, shippingMinor };
    }

    /** Reads the figures again; what is shown stays until the new ones are there. */
    async refresh() {
      clearTimeout(this.#resting);
      this.#reading?.abort();
      const reading = new AbortController();
      this.#reading = reading;
      const isOverdue = () => reading !== this.#reading || !this.isConnected;
      // What is being done ends by reading again.
      if (this.#isActing) return;
      const terms = this.#terms;
      if (!terms) this.#quote = null;
      if (!this.#quote) this.#show("loading");
      try {
        if (this.#hold && this.#hold.orderId !== terms?.orderId) await this.#letGo("changed");
        if (isOverdue() || !terms) return;
        const quote = await this.#read(terms, reading.signal);
        if (isOverdue()) return;
        await this.#take(quote, terms, reading);
      } catch (error) {
        // Aborted by a newer reading: that one will show something.
        if (!isOverdue()) this.#refused(error);
      }
    }

    /**
     * @param {Terms} terms
     * @param {AbortSignal} signal
     * @returns {Promise<Quote>}
     */
    #read({ orderId, amountMinor, shippingMinor }, signal) {
      const isChoosing = this.#points > 0 && !this.#hold;
      const body = { orderId, orderAmountMinor: amountMinor, shippingMinor };
      const points = isChoosing ? { points: this.#points } : {};
      return this.#call("/checkout/quote", { ...body, ...points }, signal);
    }

    /**
     * A quote came: what it says is held is what is held, whoever did or ended it.
     *
     * @param {Quote} quote
     * @param {Terms} terms
     * @param {AbortController} reading
     */
    async #take(quote, terms, reading) {
      const { held, redeemed, mostPoints } = quote.payWithPoints;
      const had = this.#hold;
      const isFirst = this.#quote === null;
      this.#quote = quote;
      this.#quoted = terms;
      this.#readAt = Date.now();
      const isStranded = held && !held.byService && held.orderAmountMinor !== quote.tierPriceMinor;
      if (held) this.#hold = { ...held, orderId: terms.orderId };
      if (isStranded) {
        await this.#letGo("changed");
        if (reading === this.#reading) this.refresh();
        return;
      }
      if (held) {
        if (had?.holdId !== held.holdId) {
          if (!isFirst && !this.#isActing) this.#notice = "elsewhere";
          this.#points = held.points;
          this.#tell("hold", this.#holdDetail());
        }
        this.#watch(held);
      } else {
        clearTimeout(this.#ending);
        this.#hold = null;
        if (had) this.#ended(had, redeemed !== null);
        this.#points = Math.min(this.#points, mostPoints);
      }
      this.#paint();
      this.#tell("load", quote);
    }

    /**
     * @param {Held & { orderId: string }} had
     * @param {boolean} isCaptured
     */
    #ended({ holdId, orderId, expiresAt }, isCaptured) {
      const isOver = this.#endsAt - performance.now() <= 1000;
      /** @type {Reason} */
      const reason = isCaptured ? "captured" : isOver ? "expired" : "ended";
      this.#notice = reason === "captured" ? null : reason;
      this.#tell("release", { holdId, orderId, reason, expiresAt });
    }

    #endsAt = 0;

    /** Tells a minute before and when a hold ends, by the server's count of seconds. @param {Held} held */
    #watch({ secondsLeft }) {
      clearTimeout(this.#ending);
      const left = secondsLeft * 1000;
      this.#endsAt = performance.now() + left;
      const isSoon = left <= SOON_MS;
      if (isSoon) this.#notice = "soon";
      const wait = isSoon ? left + 200 : left - SOON_MS;
      this.#ending = setTimeout(() => this.refresh(), wait);
    }

    /** Holds what was chosen; the same again while it lives is the same hold. */
    async #use() {
      const quote = this.#quote;
      const terms = this.#quoted;
      const points = this.#points;
      if (!quote || !terms || points === 0 || this.#isActing || !this.#isTyped()) return;
      const { orderId } = terms;
      const body = { points, orderId, orderAmountMinor: quote.tierPriceMinor };
      await this.#act(async () => {
        const made = await this.#call("/points/holds", body);
        // By this clock for a moment: the quote that follows says how long it has.
        const secondsLeft = Math.ceil((Date.parse(made.expiresAt) - Date.now()) / 1000);
        this.#hold = { ...made, ...body, secondsLeft, byService: false };
        this.#tell("hold", this.#holdDetail());
        this.#others?.postMessage(orderId);
      });
    }

    async #cancel() {
      if (!this.#hold || this.#isActing) return;
      await this.#act(() => this.#letGo("cancelled"));
    }

    /**
     * One thing at a time, then the figures again: also after one that nobody answered, which may have
     * been done.
     *
     * @param {() => Promise<void>} run
     */
    async #act(run) {
      this.#reading?.abort();
      clearTimeout(this.#resting);
      this.#isActing = true;
      this.#notice = null;
      this.#paint();
      /** @type {unknown} */
      let refusal = null;
      try {
        await run();
      } catch (error) {
        refusal = error;
      }
      const notice = refusal === null ? null : noticeOf(refusal);
      this.#notice = notice;
      const isGone = refusal instanceof Refused && refusal.status === 401;
      const reading = new AbortController();
      this.#reading = reading;
      const terms = this.#terms;
      const isSameOrder = terms?.orderId === this.#quoted?.orderId;
      try {
        if (isGone) throw refusal;
        if (terms && isSameOrder && this.isConnected) {
          const quote = await this.#read(terms, reading.signal);
          if (this.isConnected) await this.#take(quote, terms, reading);
          // Why it was refused stays said above what the quote has to say.
          if (notice && !this.#hold) this.#notice = notice;
        }
      } catch (error) {
        if (reading === this.#reading) this.#refused(error);
      } finally {
        this.#isActing = false;
        if (this.#quote) this.#paint();
      }
      if (refusal && !isGone) this.#error("failed", refusal);
      // The page changed meanwhile.
      if (reading !== this.#reading || !isSameOrder) this.refresh();
    }

    /** @param {"changed" | "cancelled"} reason */
    async #letGo(reason) {
      const hold = this.#hold;
      if (!hold) return;
      try {
        await this.#call(`/points/holds/${hold.holdId}/release`, {});
      } catch (error) {
        // It has ended already, or is somebody else's by now.
        if (!(error instanceof Refused) || ![403, 404, 409].includes(error.status)) throw error;
        if (reason === "cancelled") return;
      }
      clearTimeout(this.#ending);
      this.#hold = null;
      if (reason === "changed") this.#notice = "changed";
      const { holdId, orderId, expiresAt } = hold;
      this.#tell("release", { holdId, orderId, reason, expiresAt });
      this.#others?.postMessage(orderId);
    }

    /**
     * @param {string} path
     * @param {object} body
     * @param {AbortSignal} [signal]
     */
    async #call(path, body, signal) {
      const token = this.getAttribute("token") ?? (await this.tokenProvider?.()) ?? null;
      if (!token) throw new Refused(401, "GUEST");
      let answer = await this.#ask(path, body, token, signal);
      if (answer.status === 401 && this.tokenProvider) {
        const fresh = await this.tokenProvider();
        if (fresh) answer = await this.#ask(path, body, fresh, signal);
      }
      const { said } = answer;
      if (!answer.ok) throw new Refused(answer.status, said.code, said.holdId);
      return said;
    }

    /**
     * @param {string} path
     * @param {object} body
     * @param {string} token
     * @param {AbortSignal} [outer]
     */
    async #ask(path, body, token, outer) {
      const own = new AbortController();
      const stop = () => own.abort();
      outer?.addEventListener("abort", stop);
      if (outer?.aborted) stop();
      const timer = setTimeout(stop, TIMEOUT_MS);
      try {
        const answer = await fetch(new URL(PREFIX + path, this.getAttribute("api") ?? HOME), {
          method: "POST",
          headers: {
            Authorization: `Bearer ${token}`,
            "Accept-Language": this.#locale,
            "Content-Type": "application/json",
          },
          body: JSON.stringify(body),
          signal: own.signal,
          credentials: "omit",
          cache: "no-store",
        });
        const { status, ok } = answer;
        // A proxy may have answered something else than JSON.
        const text = await answer.text();
        const said = JSON.parse(ok || isJson(text) ? text : "{}");
        return { status, ok, said };
      } finally {
        clearTimeout(timer);
        outer?.removeEventListener("abort", stop);
      }
    }

    /** The figures could not be read. @param {unknown} error */
    #refused(error) {
      const { status, code } = refusalOf(error);
      /** @type {State} */
      const state =
        code === "GUEST"
          ? "guest"
          : status === 401
            ? "expired"
            : status === 404
              ? "unknown"
              : status === 409
                ? "closed"
                : "failed";
      if (state === "failed" && this.#quote) {
        this.#notice = status === 429 ? "busy" : "failed";
        this.#paint();
      } else {
        this.#quote = null;
        this.#hold = null;
        clearTimeout(this.#ending);
        this.#show(state);
      }
      if (state !== "guest") this.#error(state, error);
    }

    /**
     * @param {State} state
     * @param {unknown} error
     */
    #error(state, error) {
      const { status, code } = refusalOf(error);
      this.#tell("error", { state, status, code });
    }

    /**
     * @param {string} name
     * @param {object | null} detail
     */
    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(`member-checkout:${name}`, { detail, bubbles: true }));
    }

    #holdDetail() {
      if (!this.#hold) return null;
      const { holdId, orderId, points, discountMinor, orderAmountMinor, expiresAt } = this.#hold;
      const toPayMinor = orderAmountMinor - discountMinor;
      return { holdId, orderId, points, discountMinor, orderAmountMinor, toPayMinor, expiresAt };
    }

    /** @param {State} state */
    #show(state) {
      this.#view = null;
      const words = this.#words;
      const box = make("div", { class: "box message", part: "box", role: "group" });
      box.setAttribute("aria-label", words.title);
      const inner = make("div", { role: "status" });
      box.append(inner);
      if (state === "loading") {
        box.setAttribute("aria-busy", "true");
        inner.append(make("span", { class: "visually-hidden" }, words.loading));
        for (const width of [38, 62, 100]) {
          box.append(make("span", { class: `bone w${width}`, "aria-hidden": "true" }));
        }
      } else {
        inner.append(make("p", {}, words[state]));
        if (state === "failed") box.append(this.#again());
        box.append(make("slot", { name: state }));
      }
      this.shadowRoot?.replaceChildren(box);
    }

    #again() {
      const again = make("button", { type: "button" }, this.#words.again);
      again.addEventListener("click", () => {
        this.#notice = null;
        this.refresh();
      });
      return again;
    }

    /** The form, once: what changes is written into it, so that nobody loses their place. */
    build() {
      const words = this.#words;
      const limits = { min: "0", step: "1" };
      const range = make("input", { type: "range", "aria-label": words.slider, ...limits });
      const field = make("input", {
        type: "text",
        inputmode: "numeric",
        autocomplete: "off",
        "aria-label": words.field,
        "aria-describedby": "most",
      });
      const all = make("button", { type: "button" }, words.all);
      const use = make("button", { type: "button", class: "use", part: "use" }, words.use);
      const cancel = make("button", { type: "button", part: "cancel" }, words.cancel);
      cancel.setAttribute("aria-describedby", "held until");
      const most = make("p", { class: "quiet", id: "most" });
      const isHeld = make("p", { class: "is", id: "held" });
      const until = make("p", { class: "quiet", id: "until" });
      const row = (/** @type {string} */ label, kind = "") => {
        const term = make("dt", {}, label);
        const value = make("dd", {});
        return { line: make("div", { class: kind }, term, value), term, value };
      };
      const rows = {
        goods: row(words.goods),
        tier: row(""),
        points: row(words.points),
        toPay: row(words.toPay, "total"),
        earn: row(words.earn),
        benefits: row(words.benefits),
      };
      const view = {
        box: make("div", { class: "box", part: "box", role: "group", "aria-label": words.title }),
        available: make("p", { class: "quiet" }),
        choose: make(
          "div",
          { class: "choose" },
          range,
          make("div", { class: "typed" }, field, make("span", {}, words.unit), all),
          most,
        ),
        held: make("div", { class: "held" }, isHeld, until),
        none: make("p", {}),
        notice: make("p", { class: "notice", role: "status" }),
        again: this.#again(),
        ...{ range, field, all, most, use, cancel, isHeld, until, rows },
      };
      range.addEventListener("input", () => this.#choose(range.valueAsNumber, field));
      field.addEventListener("input", () => this.#choose(pointsIn(field.value), range));
      field.addEventListener("change", () => this.#isTyped() && this.#paint());
      field.addEventListener("keydown", (event) => this.#onKey(event));
      all.addEventListener("click", () => {
        this.#choose(this.#quote?.payWithPoints.mostPoints ?? 0, null);
        field.removeAttribute("aria-invalid");
        this.#paint();
      });
      use.addEventListener("click", () => this.#use());
      cancel.addEventListener("click", () => this.#cancel());
      view.box.append(
        make("div", { class: "row" }, make("p", { class: "title" }, words.title), view.available),
        ...[view.choose, view.held, view.none],
        make("dl", { part: "figures" }, ...Object.values(rows).map(({ line }) => line)),
        ...[view.notice, view.again, use, cancel],
      );
      this.shadowRoot?.replaceChildren(view.box);
      return view;
    }

    /** @param {KeyboardEvent} event */
    #onKey(event) {
      const most = this.#quote?.payWithPoints.mostPoints ?? 0;
      if (event.key === "Enter" && !event.isComposing) this.#use();
      const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 100, PageDown: -100 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.#choose(Math.min(most, Math.max(0, this.#points + step)), null);
      this.#view?.field.removeAttribute("aria-invalid");
      this.#paint();
    }

    /** Whether the field says a number that may be used. */
    #isTyped() {
      return this.#view?.field.getAttribute("aria-invalid") !== "true";
    }

    /**
     * @param {number | null} points
     * @param {HTMLInputElement | null} other the control that follows
     */
    #choose(points, other) {
      const most = this.#quote?.payWithPoints.mostPoints ?? 0;
      const isGood = points !== null && points <= most;
      const view = this.#view;
      if (!view || this.#hold) return;
      if (isGood) view.field.removeAttribute("aria-invalid");
      else view.field.setAttribute("aria-invalid", "true");
      this.#notice = null;
      if (isGood) {
        this.#points = points;
        if (other) other.value = String(points);
      }
      this.#figures();
      clearTimeout(this.#resting);
      // What stays put is not asked about again.
      if (this.#quote?.payWithPoints.points === this.#points || this.#isActing) return;
      this.#resting = setTimeout(() => this.refresh(), REST_MS);
    }

    #paint() {
      const quote = this.#quote;
      if (!quote) return;
      this.#view ??= this.build();
      const view = this.#view;
      const words = this.#words;
      const { mostPoints, available, reason, owed, redeemed } = quote.payWithPoints;
      const hold = this.#hold;
      const mayChoose = !hold && !redeemed && mostPoints > 0;
      const focused = this.shadowRoot?.activeElement;
      view.available.textContent = words.available(this.#number(available));
      view.choose.hidden = !mayChoose;
      view.use.hidden = !mayChoose;
      view.held.hidden = !hold && !redeemed;
      view.cancel.hidden = !hold || hold.byService;
      view.none.hidden = mayChoose || Boolean(hold || redeemed);
      if (reason) view.none.textContent = words[reason].replace("{n}", this.#number(owed));
      if (mayChoose) {
        const typed = pointsIn(view.field.value);
        if (!this.#isTyped() && typed !== null && typed <= mostPoints) {
          view.field.removeAttribute("aria-invalid");
          this.#points = typed;
        }
        if (this.#isTyped() && typed !== this.#points) {
          view.field.value = String(this.#points);
        }
        view.range.max = String(mostPoints);
        view.range.value = String(this.#points);
        const isLeft = view.field.value === "" && focused !== view.field;
        if (isLeft) view.field.value = String(this.#points);
      }
      if (redeemed) {
        const money = this.#money(redeemed.discountMinor);
        view.isHeld.textContent = words.redeemed(this.#number(redeemed.points), money);
        view.until.textContent = "";
      } else if (hold) {
        const money = this.#money(hold.discountMinor);
        view.isHeld.textContent = words.held(this.#number(hold.points), money);
        const time = { hour: "2-digit", minute: "2-digit" };
        const ends = Date.now() + Math.max(0, this.#endsAt - performance.now());
        const clock = new Intl.DateTimeFormat(
          this.#locale,
          /** @type {Intl.DateTimeFormatOptions} */ (time),
        );
        view.until.textContent = hold.byService ? words.byShop : words.until(clock.format(ends));
      }
      const notice = this.#notice ? words.notices[this.#notice] : "";
      if (view.notice.textContent !== notice) view.notice.textContent = notice;
      view.again.hidden = this.#notice !== "failed" && this.#notice !== "busy";
      this.#figures();
      // Who pressed a button that went away goes on where its opposite stands.
      if (focused && !focused.checkVisibility()) (hold ? view.cancel : view.range).focus();
    }

    /** Money and points for what is chosen right now; what it earns follows from the server. */
    #figures() {
      const quote = this.#quote;
      const view = this.#view;
      const terms = this.#quoted;
      if (!quote || !view || !terms) return;
      const words = this.#words;
      const { payWithPoints: paying, tierPriceMinor, tier } = quote;
      const { rows } = view;
      const points = this.#points;
      const worth = (/** @type {number} */ n) => Math.floor((n * 100) / paying.pointsPerYuanOff);
      const isSettled = this.#hold !== null || paying.redeemed !== null;
      const discount = isSettled ? paying.discountMinor : worth(points);
      const toPay = Math.max(0, tierPriceMinor - discount);
      const isBad = !this.#isTyped();
      const most = this.#number(paying.mostPoints);
      view.most.className = isBad ? "bad" : "quiet";
      view.most.textContent = isBad
        ? words.tooMany(most)
        : words.most(most, this.#money(worth(paying.mostPoints)));
      const value = words.value(this.#number(points), this.#money(worth(points)));
      view.range.setAttribute("aria-valuetext", value);
      const isOff = this.#isActing || points === 0 || isBad;
      view.use.setAttribute("aria-disabled", String(isOff));
      view.cancel.setAttribute("aria-disabled", String(this.#isActing));
      const off = terms.amountMinor - tierPriceMinor;
      rows.goods.value.textContent = this.#money(terms.amountMinor);
      rows.tier.line.hidden = off === 0;
      rows.tier.term.textContent = words.tier(tier.name);
      rows.tier.value.textContent = `−${this.#money(off)}`;
      rows.points.line.hidden = discount === 0;
      rows.points.value.textContent = `−${this.#money(discount)}`;
      rows.toPay.term.textContent = terms.shippingMinor > 0 ? words.toPayGoods : words.toPay;
      rows.toPay.value.textContent = this.#money(toPay);
      // Until the server has answered for these points it stays what it was.
      const earned = words.earned(this.#number(paying.pointsToEarn));
      const isKnown = toPay === paying.toPayMinor;
      if (isKnown) rows.earn.value.textContent = earned;
      rows.earn.value.className = isKnown ? "" : "stale";
      const benefits = quote.benefits.filter(
        ({ usable, type }) => usable && !OWN_WORDS.includes(type),
      );
      rows.benefits.line.hidden = benefits.length === 0;
      rows.benefits.value.textContent = benefits
        .map(({ name, valueMinor }) =>
          valueMinor > 0 ? words.benefit(name, this.#money(valueMinor)) : name,
        )
        .join(words.comma);
    }

    /** @param {number} minor */
    #money(minor) {
      const money = new Intl.NumberFormat(this.#locale, {
        style: "currency",
        currency: "CNY",
        currencyDisplay: "narrowSymbol",
      });
      return money.format(minor / 100);
    }

    /** @param {number} value */
    #number(value) {
      return new Intl.NumberFormat(this.#locale).format(value);
    }
  }

  /** @param {string} text */
  function isJson(text) {
    try {
      return typeof JSON.parse(text) === "object";
    } catch {
      return false;
    }
  }

  /** @param {unknown} error */
  function refusalOf(error) {
    return error instanceof Refused ? error : new Refused(0);
  }

  /**
   * What is said of a hold or a release that was refused.
   *
   * @param {unknown} error
   * @returns {Notice}
   */
  function noticeOf(error) {
    const { status, code, holdId } = refusalOf(error);
    if (code === "LIMIT_REACHED") return "limit";
    if (code === "DUPLICATE_REFERENCE" && holdId) return "elsewhere";
    if (status === 409) return "fewer";
    return status === 429 ? "busy" : "failed";
  }

  customElements.define("member-checkout", MemberCheckout);
})();
