// The one way to the program's API. Its types are made from the API's description, so that a changed route fails the check.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

/** The things that the API answers with, by their names there. */
export type Schemas = components["schemas"];
export type Incident = Schemas["Incident"];
export type Claim = Schemas["Claim"];
export type Finding = Schemas["Finding"];
export type Toll = Schemas["Toll"];
export type Problem = Schemas["Problem"];

export const api = createClient<paths>({ baseUrl: "", querySerializer: { array: { style: "form", explode: true } } });

/** What a call answers: what was asked for, or what is wrong. */
export type Answer<T> = { data?: T | undefined; error?: Problem | undefined };

/** What is asked of an API, without what was left empty. */
export function given<T extends Record<string, string | number | undefined | null>>(
  query: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> };
}
