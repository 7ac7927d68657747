/** What is wrong in a page and can be measured. Both functions run in it, and answer a line for each. */

/** What a person would have to scroll sideways for, what the system draws in colours of its own (an open box white in the
 * dark), and what the page keeps. */
export function faults() {
  const list = [];
  for (const box of document.querySelectorAll("main, .detail, .room, .sidebar, nav, .list, dialog[open], .body"))
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "hidden")
      list.push(`${box.className || box.tagName} is ${box.scrollWidth - box.clientWidth} px too wide`);
  for (const box of document.querySelectorAll("[type=checkbox], [type=radio]"))
    if (getComputedStyle(box).appearance !== "none") list.push(`${box.type} drawn by the system`);
  if (localStorage.length + sessionStorage.length > 0 || document.cookie !== "")
    list.push("something is stored in the page");
  return list;
}

/** With words that are 40 % longer: what becomes wider than its pane, and which button loses its end. */
export function cutOff() {
  const cut = (box) => box.scrollWidth > box.clientWidth + 1;
  const panes = [...document.querySelectorAll("main, .detail, .room, .sidebar, .list, dialog[open], .body")].filter(
    cut,
  );
  const buttons = [...document.querySelectorAll("button, summary, h1, h2, dt")].filter(
    (one) => cut(one) && !one.matches(".cut") && !one.querySelector(".cut") && one.clientWidth > 1,
  );
  return [...panes, ...buttons].map(
    (one) => `with longer words ${one.tagName} ${one.className} "${one.textContent.trim().slice(0, 40)}" is cut`,
  );
}
