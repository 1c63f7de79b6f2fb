// @ts-check
/*
 * <member-card>: a member's tier, points and progress on any page of the shop.
 *
 *   <script src="https://members.example.com/embed.js" defer></script>
 *   <member-card token="<JWT of your identity provider>"></member-card>
 *
 * Attributes: token, api (base address, default: where this script came from), locale (zh-CN or en,
 * default: the page's language), theme (light, dark; default: the visitor's), brand, href (where the
 * card leads). Property `tokenProvider`: a function that gives a fresh token, asked whenever the last
 * one was refused. Method `refresh()`. Events: `member-card:load`, `member-card:error`.
 * Parts for your own styles: card, tier, points, progress.
 */
(() => {
  if (!("customElements" in globalThis) || customElements.get("member-card")) return;

  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const HOME = script ? new URL(script.src).origin : location.origin;
  const PATH = "/api/v1/member-system/profile";
  const TIMEOUT_MS = 10_000;
  /** Coming back to the page after so long reads the figures again. */
  const STALE_MS = 60_000;
  const MATERIALS = ["paper", "copper", "silver", "gold", "diamond"];

  /** 8500 → 85 折; 5 折 is half the price, so other than two digits count in tenths. */
  const zhe = (/** @type {number} */ bps) =>
    bps / (bps > 1000 && bps % 100 === 0 && bps % 1000 !== 0 ? 100 : 1000);

  const WORDS = {
    "zh-CN": {
      card: "会员卡",
      brand: "会员",
      points: "可用积分",
      pays: (/** @type {number} */ bps) => (bps < 10_000 ? `全场 ${zhe(bps)} 折` : ""),
      faster: (/** @type {number} */ pct) => (pct > 100 ? `${pct / 100} 倍积分` : ""),
      next: (/** @type {string} */ money, /** @type {string} */ tier) =>
        `再消费 ${money} 升级${tier}`,
      top: "已是最高等级",
      expiring: (/** @type {string} */ points, /** @type {string} */ date) =>
        `${points} 积分将于 ${date} 过期`,
      progress: (/** @type {string} */ tier) => `升级${tier}的进度`,
      loading: "正在加载会员信息",
      guest: "登录后查看会员权益",
      expired: "登录已过期，请重新登录",
      unknown: "还没有会员信息",
      failed: "会员信息加载失败",
      again: "重试",
    },
    en: {
      card: "Membership card",
      brand: "Membership",
      points: "Points available",
      pays: (/** @type {number} */ bps) => (bps < 10_000 ? `${100 - bps / 100}% off` : ""),
      faster: (/** @type {number} */ pct) => (pct > 100 ? `${pct / 100}× points` : ""),
      next: (/** @type {string} */ money, /** @type {string} */ tier) => `${money} to ${tier}`,
      top: "Top tier",
      expiring: (/** @type {string} */ points, /** @type {string} */ date) =>
        `${points} points expire on ${date}`,
      progress: (/** @type {string} */ tier) => `Progress to ${tier}`,
      loading: "Loading your membership",
      guest: "Sign in to see your membership",
      expired: "Your session has expired. Please sign in again",
      unknown: "No membership yet",
      failed: "Couldn’t load your membership",
      again: "Try again",
    },
  };

  // A constructed sheet works under the strictest style-src of the page around it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host{display:block;container-type:inline-size;max-width:26rem;color-scheme:light dark;
--dim:light-dark(transparent,rgb(12 6 0/.1));font:400 .875rem/1.5 "PingFang SC","HarmonyOS Sans SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif}
:host([hidden]){display:none}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
*{box-sizing:border-box;margin:0}
.card{position:relative;display:flex;flex-direction:column;gap:1.1rem;padding:1.25rem 1.25rem 1.125rem;border-radius:1.125rem;overflow:hidden;isolation:isolate;
color:var(--ink);background:var(--base);box-shadow:inset 0 0 0 1px var(--line);text-decoration:none}
.card::before{content:"";position:absolute;inset:0;z-index:-1;background:var(--dim)}
a.card:focus-visible,button:focus-visible{outline:2px solid currentColor;outline-offset:3px}
.paper,.plain{--ink:#2a231a;--line:#d8c9ae;--base:linear-gradient(155deg,#f8f2e4,#e8dcc4)}
.copper{--ink:#2c1405;--line:rgb(110 55 22/.35);--base:radial-gradient(90% 120% at 14% -10%,#ffe6d2,transparent 58%),linear-gradient(148deg,#efc4a4,#d79a6f 45%,#bd7d52)}
.silver{--ink:#191d23;--line:rgb(70 78 90/.3);--base:radial-gradient(90% 120% at 14% -10%,#fff,transparent 60%),linear-gradient(148deg,#f0f1f2,#ccd0d5 45%,#a9afb8)}
.gold{--ink:#2a1903;--line:rgb(112 74 6/.35);--base:radial-gradient(90% 120% at 14% -10%,#fff4cf,transparent 60%),linear-gradient(152deg,#f3d98c,#dfb95a 45%,#bf9138)}
.diamond{--ink:#f3f7fb;--line:rgb(190 220 245/.25);--base:conic-gradient(from 205deg at 74% 36%,transparent 0 18deg,rgb(170 214 255/.16) 18deg 52deg,transparent 52deg 236deg,rgb(255 214 226/.1) 236deg 268deg,transparent 268deg),linear-gradient(150deg,#33404e,#161d26 50%,#222d38)}
.row{display:flex;justify-content:space-between;align-items:flex-end;gap:1rem}
.top{align-items:flex-start}
.quiet{font-size:.8125rem}
.tier{font:650 1.5rem/1.3 "Songti SC","Noto Serif SC","Source Han Serif SC",Georgia,serif}
.points{text-align:right}
.figure{font:600 1.75rem/1.2 "Songti SC","Noto Serif SC",Georgia,serif;font-variant-numeric:tabular-nums}
.code{letter-spacing:.08em;font-variant-numeric:tabular-nums;white-space:nowrap}
.track{height:.375rem;border-radius:1rem;background:color-mix(in srgb,currentColor 22%,transparent);overflow:hidden;margin-bottom:.5rem}
.fill{display:block;height:100%;border-radius:inherit;background:currentColor;transform-origin:left;animation:grow .7s cubic-bezier(.2,.7,.2,1) both}
.message{display:flex;flex-direction:column;align-items:flex-start;justify-content:center;gap:.75rem;min-height:9rem}
button{font:inherit;padding:.5rem 1rem;min-height:2.75rem;border-radius:.625rem;border:1px solid currentColor;background:none;color:inherit;cursor:pointer}
.bone{height:.9rem;border-radius:.5rem;background:color-mix(in srgb,currentColor 14%,transparent);animation:breathe 1.6s ease-in-out infinite}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@keyframes grow{from{transform:scaleX(0)}}
@keyframes breathe{50%{opacity:.45}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`);

  /**
   * @typedef {object} Profile
   * @property {string} memberCode
   * @property {string | null} nickname
   * @property {{ name: string, rank: number, discountRateBps: number, multiplierPct: number }} tier
   * @property {{ available: number, nextExpiry: { points: number, expiresAt: string } | null }} points
   * @property {{ name: string, remainingMinor: number, progressPct: number } | null} nextTier
   */

  /**
   * An element with text or children; text is never read as markup.
   *
   * @param {string} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node | string | null)} children
   */
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  class MemberCard extends HTMLElement {
    static observedAttributes = ["token", "api", "locale", "brand", "href"];

    /** @type {(() => Promise<string | null> | string | null) | null} */
    tokenProvider = null;
    /** @type {Profile | null} */
    #profile = null;
    #readAt = 0;
    /** @type {AbortController | null} */
    #reading = null;
    #isQueued = false;

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      document.addEventListener("visibilitychange", this.#onVisible);
      this.#queue();
    }

    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this.#onVisible);
      this.#reading?.abort();
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} after
     */
    attributeChangedCallback(name, before, after) {
      if (before === after || !this.isConnected) return;
      if (name === "brand" || name === "href") this.#render();
      else this.#queue();
    }

    #onVisible = () => {
      const isStale = Date.now() - this.#readAt > STALE_MS;
      if (document.visibilityState === "visible" && isStale && this.#profile) this.refresh();
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

    /** Reads the figures again; what is shown stays until the new ones are there. */
    async refresh() {
      this.#reading?.abort();
      const reading = new AbortController();
      this.#reading = reading;
      if (!this.#profile) this.#show("loading");
      const timer = setTimeout(() => reading.abort(), TIMEOUT_MS);
      try {
        const token = this.getAttribute("token") ?? (await this.tokenProvider?.()) ?? null;
        if (!token) return this.#fail("guest", 401);
        let answer = await this.#ask(token, reading.signal);
        if (answer.status === 401 && this.tokenProvider) {
          const fresh = await this.tokenProvider();
          if (fresh) answer = await this.#ask(fresh, reading.signal);
        }
        if (reading !== this.#reading) return;
        if (answer.status === 401) return this.#fail("expired", 401);
        if (answer.status === 404) return this.#fail("unknown", 404);
        if (!answer.ok) return this.#fail("failed", answer.status);
        const profile = /** @type {Profile} */ (await answer.json());
        if (reading !== this.#reading) return;
        this.#profile = profile;
        this.#readAt = Date.now();
        this.#render();
        this.#tell("load", { tier: profile.tier, points: profile.points });
      } catch {
        // Aborted by a newer reading: that one will show something.
        if (reading === this.#reading) this.#fail("failed", 0);
      } finally {
        clearTimeout(timer);
      }
    }

    /**
     * @param {string} token
     * @param {AbortSignal} signal
     */
    #ask(token, signal) {
      const url = new URL(PATH, this.getAttribute("api") ?? HOME);
      const headers = { Authorization: `Bearer ${token}`, "Accept-Language": this.#locale };
      return fetch(url, { headers, signal, credentials: "omit", cache: "no-store" });
    }

    /**
     * @param {"guest" | "expired" | "unknown" | "failed"} state
     * @param {number} status
     */
    #fail(state, status) {
      const keeps = state === "failed" && this.#profile !== null;
      if (!keeps) {
        this.#profile = null;
        this.#show(state);
      }
      if (state !== "guest") this.#tell("error", { state, status });
    }

    /**
     * @param {string} name
     * @param {object} detail
     */
    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(`member-card:${name}`, { detail, bubbles: true }));
    }

    /** @param {"loading" | "guest" | "expired" | "unknown" | "failed"} state */
    #show(state) {
      const words = this.#words;
      const card = make("div", { class: "card plain", part: "card", role: "group" });
      card.setAttribute("aria-label", words.card);
      const inner = make("div", { class: "message", role: "status" });
      if (state === "loading") {
        inner.append(make("span", { class: "visually-hidden" }, words.loading));
        for (const width of ["38%", "62%", "100%"]) {
          const bone = make("span", { class: "bone", "aria-hidden": "true" });
          bone.style.width = width;
          inner.append(bone);
        }
      } else {
        inner.append(make("p", {}, words[state]));
        if (state === "failed") {
          const again = make("button", { type: "button" }, words.again);
          again.addEventListener("click", () => this.refresh());
          inner.append(again);
        }
        inner.append(make("slot", { name: state }));
      }
      card.append(inner);
      this.shadowRoot?.replaceChildren(card);
    }

    #render() {
      const profile = this.#profile;
      if (!profile) return;
      const { tier, points, nextTier, memberCode, nickname } = profile;
      const words = this.#words;
      const rank = Math.min(Math.max(tier.rank, 1), MATERIALS.length);
      const perks = [words.pays(tier.discountRateBps), words.faster(tier.multiplierPct)];
      const href = safeAddress(this.getAttribute("href"));
      const kind = `card ${MATERIALS[rank - 1]}`;
      const card = make(href === null ? "div" : "a", { class: kind, part: "card" });
      if (href === null) {
        card.setAttribute("role", "group");
        card.setAttribute("aria-label", `${words.card} · ${tier.name}`);
      } else card.setAttribute("href", href);
      card.append(
        make(
          "div",
          { class: "row top" },
          make(
            "div",
            {},
            make("p", { class: "quiet" }, this.getAttribute("brand") ?? words.brand),
            make("p", { class: "tier", part: "tier" }, tier.name),
            make("p", { class: "quiet" }, perks.filter(Boolean).join(" · ")),
          ),
          make(
            "div",
            { class: "points", part: "points" },
            make("p", { class: "quiet" }, words.points),
            make("p", { class: "figure" }, this.#number(points.available)),
          ),
        ),
        this.#progress(nextTier),
        make(
          "div",
          { class: "row quiet" },
          make("span", {}, nickname ?? "", nickname ? " " : "", codeOf(memberCode)),
          points.nextExpiry ? make("span", {}, this.#expiry(points.nextExpiry)) : null,
        ),
      );
      this.shadowRoot?.replaceChildren(card);
    }

    /** @param {Profile["nextTier"]} next */
    #progress(next) {
      const words = this.#words;
      if (!next) return make("p", { class: "quiet" }, words.top);
      const percent = Math.min(100, Math.max(0, next.progressPct));
      const fill = make("span", { class: "fill" });
      fill.style.width = `${percent}%`;
      const track = make(
        "div",
        {
          class: "track",
          part: "progress",
          role: "progressbar",
          "aria-label": words.progress(next.name),
          "aria-valuemin": "0",
          "aria-valuemax": "100",
          "aria-valuenow": String(percent),
        },
        fill,
      );
      const money = new Intl.NumberFormat(this.#locale, {
        style: "currency",
        currency: "CNY",
        currencyDisplay: "narrowSymbol",
      });
      const text = words.next(money.format(next.remainingMinor / 100), next.name);
      return make("div", {}, track, make("p", { class: "quiet" }, text));
    }

    /** @param {{ points: number, expiresAt: string }} expiry */
    #expiry({ points, expiresAt }) {
      // The moment is exclusive: the last good day is the one before it.
      const date = new Date(new Date(expiresAt).getTime() - 1);
      const text = new Intl.DateTimeFormat(this.#locale, { dateStyle: "medium" }).format(date);
      return this.#words.expiring(this.#number(points), text);
    }

    /** @param {number} value */
    #number(value) {
      return new Intl.NumberFormat(this.#locale).format(value);
    }
  }

  /** @param {string} memberCode */
  function codeOf(memberCode) {
    return make("span", { class: "code" }, memberCode);
  }

  /**
   * Only addresses that a browser opens as pages; a script in one would run in the shop's page.
   *
   * @param {string | null} href
   */
  function safeAddress(href) {
    if (href === null || !URL.canParse(href, document.baseURI)) return null;
    const url = new URL(href, document.baseURI);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  }

  customElements.define("member-card", MemberCard);
})();
