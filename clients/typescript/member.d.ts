import type { paths } from "./schema";

/** What a page or an app of a member's may call, with the member's token: clients/h5, clients/wechat. */

type Json<Part> = Part extends { content: { "application/json": infer Value } } ? Value : never;

type Operation<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method];

export type Answer<Path extends keyof paths, Method extends keyof paths[Path]> =
  Operation<Path, Method> extends { responses: infer Responses }
    ? Json<Responses[keyof Responses & (200 | 201)]>
    : never;

export type Body<Path extends keyof paths, Method extends keyof paths[Path]> =
  Operation<Path, Method> extends { requestBody?: infer Content }
    ? Omit<Json<NonNullable<Content>>, "memberId" | "externalId" | "memberCode" | "phone">
    : never;

export type Profile = Answer<"/profile", "get">;
export type CardCodes = Answer<"/profile/card-codes", "get">;
export type Quote = Answer<"/checkout/quote", "post">;
export type Reward = Answer<"/rewards", "get">["items"][number];
export type Entry = Answer<"/points/transactions", "get">["items"][number];

export interface MemberApi {
  profile(): Promise<Profile>;
  /** The codes of the next minutes, for places without a connection. */
  cardCodes(): Promise<CardCodes>;
  history(cursor?: string | null): Promise<Answer<"/points/transactions", "get">>;
  rewards(cursor?: string | null): Promise<Answer<"/rewards", "get">>;
  /** @param key names this purchase: the same again is the same one */
  redeem(
    order: Body<"/points/redeem", "post">,
    key: string,
  ): Promise<Answer<"/points/redeem", "post">>;
  redemptions(): Promise<Answer<"/redemptions", "get">>;
  checkInDays(): Promise<Answer<"/check-in", "get">>;
  checkIn(): Promise<Answer<"/check-in", "post">>;
  quote(order: Body<"/checkout/quote", "post">): Promise<Quote>;
  hold(order: Body<"/points/holds", "post">): Promise<Answer<"/points/holds", "post">>;
  release(holdId: string): Promise<Answer<"/points/holds/{holdId}/release", "post">>;
  /** A link that opens the member's pages signed in, once, for a minute: ask for it when it is pressed. */
  handoff(to: string): Promise<Answer<"/sessions/handoff", "post">>;
}

export interface Settings {
  /** Where the product runs, `https://members.shop.example`. */
  url: string;
  /**
   * The member's token, made by the shop's server for whoever is signed in there.
   *
   * @param isRefused whether the last one was: give a fresh one
   */
  token: (isRefused: boolean) => Promise<string>;
  language?: "zh-CN" | "en";
}
