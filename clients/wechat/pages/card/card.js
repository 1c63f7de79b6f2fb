// @ts-check
import { code128 } from "../../code-128";
import { api, reasonOf, say } from "../../shop";

/** @import { CardCodes, Entry, Profile } from "../../../typescript/member" */

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

/** @param {Entry} entry */
function shown({ id, type, points, createdAt }) {
  const signed = `${points > 0 ? "+" : ""}${points}`;
  return { id, name: ENTRIES[type] || type, points: signed, day: createdAt.slice(0, 10) };
}

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;
/** @type {CardCodes | null} */
let codes = null;
/** How far the server's clock is ahead of this one. */
let ahead = 0;
let isAsking = false;

async function askForCodes() {
  if (isAsking) return;
  isAsking = true;
  try {
    codes = await api.cardCodes();
    ahead = Date.parse(codes.now) - Date.now();
  } catch {
    // Without a connection those that are left do.
  }
  isAsking = false;
}

Page({
  data: {
    state: /** @type {"loading" | "ready" | "failed"} */ ("loading"),
    reason: "",
    profile: /** @type {Profile | null} */ (null),
    code: "",
    /** Widths of bars and gaps, bar first. */
    bars: /** @type {number[]} */ ([]),
    isCheckedIn: false,
    checkInPoints: 0,
    entries: /** @type {ReturnType<typeof shown>[]} */ ([]),
    cursor: /** @type {string | null} */ (null),
  },

  onShow() {
    this.load();
    ticking = setInterval(() => this.tick(), 1000);
  },

  onHide() {
    clearInterval(ticking);
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const [profile, days, history] = await Promise.all([
        api.profile(),
        api.checkInDays(),
        api.history(),
        askForCodes(),
      ]);
      this.setData({
        state: "ready",
        profile,
        isCheckedIn: days.todayDone || !days.available,
        checkInPoints: days.points,
        entries: history.items.map(shown),
        cursor: history.nextCursor,
      });
      this.tick();
    } catch (error) {
      if (this.data.profile) return say(reasonOf(error));
      this.setData({ state: "failed", reason: reasonOf(error) });
    }
  },

  /** The code of this moment; the next ones are asked for while some are left. */
  tick() {
    const now = Date.now() + ahead;
    const items = codes ? codes.items : [];
    const left = items.filter(({ until }) => Date.parse(until) > now);
    const code = left[0] ? left[0].code : "";
    if (code !== this.data.code.replace(/ /g, "")) {
      this.setData({ code: code.replace(/(\d{4})/g, "$1 ").trim(), bars: code128(code) });
    }
    if (left.length < items.length / 2) askForCodes();
  },

  async checkIn() {
    try {
      const { points, streak } = await api.checkIn();
      say(`获得 ${points} 积分，已连续 ${streak} 天`);
      await this.load();
    } catch (error) {
      say(reasonOf(error));
    }
  },

  async more() {
    try {
      const { items, nextCursor } = await api.history(this.data.cursor);
      this.setData({ entries: [...this.data.entries, ...items.map(shown)], cursor: nextCursor });
    } catch (error) {
      say(reasonOf(error));
    }
  },

  open() {
    wx.navigateTo({ url: "/pages/member/member" });
  },
});
