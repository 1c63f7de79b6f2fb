// @ts-check
import { memberApi, Refusal } from "./api";

/** Both have to be among the mini-program's request domains (request 合法域名). */
const MEMBERS = "https://members.shop.example";
const SHOP = "https://www.shop.example";

let token = "";
/** @type {Promise<string> | null} */
let asking = null;

/**
 * The shop's server swaps the code of wx.login for the customer (code2Session, with the mini-program's
 * secret) and makes the member's token: neither secret is ever here.
 *
 * @returns {Promise<string>}
 */
function freshToken() {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) =>
        wx.request({
          url: `${SHOP}/mini/member-token`,
          method: "POST",
          header: { "Content-Type": "application/json" },
          data: JSON.stringify({ code }),
          dataType: "json",
          timeout: 10_000,
          success: ({ statusCode, data }) =>
            statusCode === 200 && data.token
              ? resolve(data.token)
              : reject(new Refusal(statusCode, {})),
          fail: () => reject(new Refusal(0, {})),
        }),
      fail: () => reject(new Refusal(0, {})),
    });
  });
}

export const api = memberApi({
  url: MEMBERS,
  request: wx.request,
  token: async (isRefused) => {
    if (!isRefused && token !== "") return token;
    // Several calls at once sign in once.
    asking = asking || freshToken();
    try {
      token = await asking;
    } finally {
      asking = null;
    }
    return token;
  },
});

/** @param {unknown} error */
export function reasonOf(error) {
  if (!(error instanceof Refusal) || error.code === "NETWORK") return "网络不畅，请再试一次";
  return error.status === 401 ? "登录已过期，请重新进入" : error.message;
}

/** @param {string} title */
export const say = (title) => wx.showToast({ title, icon: "none" });

/** @param {number} minor */
export const yuan = (minor) => `¥${(minor / 100).toFixed(2)}`;

/** Names something once, where the platform has no crypto. */
export const once = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;
