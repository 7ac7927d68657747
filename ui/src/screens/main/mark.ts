/** Two letters for a name that does not fit: the initials of two words, else the first two letters. */
export function mark(name: string): string {
  const [first = "", second] = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const isHan = /^\p{Script=Han}/u.test(first);
  const [one = "", two = ""] = [...first];
  const [other] = [...(second ?? "")];
  return isHan || other === undefined ? one + two : one + other;
}
