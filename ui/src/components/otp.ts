/** Normalises codes copied from images and messages to what servers accept. */

/** Full-width letters, digits and symbols as ASCII. */
export function halfWidth(text: string): string {
  return text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, " ");
}

/** The characters of a picture: plain, without white space, in the case they were typed. */
export const cleanCaptcha = (text: string): string => halfWidth(text).replace(/[\s\u200b-\u200f\u2060\ufeff]/g, "");

/** The longest code that a message brings. */
export const LONGEST_CODE = 8;

/** The digits of a message. A whole message may be pasted: the one run of four to eight digits in it is the code. */
export function cleanDigits(text: string): string {
  const plain = halfWidth(text).replace(/[\u200b-\u200f\u2060\ufeff]/g, "");
  if (/[^\d\s\-–—.·]/.test(plain)) {
    const runs = plain.match(/(?<!\d)\d{4,8}(?!\d)/g) ?? [];
    if (runs.length === 1) return runs[0] as string;
  }
  return plain.replace(/\D/g, "").slice(0, LONGEST_CODE);
}

/** A second factor's code: plain and without gaps; some have letters. */
export const cleanFactor = (text: string): string => halfWidth(text).replace(/[\s\-–—]/g, "");
