// What every script of the desk asks of a page.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
/** Goes with what a page fetches by itself, not because somebody did something: it is no use of his session. */
export const BY_ITSELF = { "X-By-Itself": "yes" };
