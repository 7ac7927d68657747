/** Two letters that stand for a name where there is no room for it: of two words their first, else the first two. */
export function mark(name: string): string {
  const [first = "", second] = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const isHan = /^\p{Script=Han}/u.test(first);
  const [one = "", two = ""] = [...first];
  const [other] = [...(second ?? "")];
  return isHan || other === undefined ? one + two : one + other;
}
