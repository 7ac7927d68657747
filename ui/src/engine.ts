/** What an engine does by itself in a page, and not in the window of a program. */
import { reveal } from "./components/focus";

/** Fields whose menu has cut, copy and paste, and nothing that leaves the page. */
const TYPED =
  "textarea, input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=submit], [type=file])";
/** Keys with which the engine moves the focus. */
const TRAVEL = new Set(["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/** Puts the window's own manners in the place of the engine's. */
export function tame(): void {
  document.addEventListener("contextmenu", (event) => {
    if (!hasMenu(event.target)) event.preventDefault();
  });
  let travels = false;
  document.addEventListener(
    "keydown",
    (event) => {
      travels = TRAVEL.has(event.key);
      // The engine moves the focus before anything else runs.
      if (travels) setTimeout(() => (travels = false));
    },
    true,
  );
  let pressed = false;
  document.addEventListener(
    "pointerdown",
    () => {
      pressed = true;
      setTimeout(() => (pressed = false));
    },
    true,
  );
  document.addEventListener("focusin", (event) => {
    if (!(event.target instanceof HTMLElement)) return;
    // A screen that opens with the focus in its field shows that field whole, too. What was pressed stays where it is.
    if (travels || (!pressed && event.target.matches(TYPED))) reveal(event.target);
  });
}

/** Whether the engine's menu is of use: for what is typed or selected. Anywhere else it has Back and Reload, and
 * reloading throws away what was typed. */
function hasMenu(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(TYPED)) return !target.matches(":disabled, :read-only");
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
}
