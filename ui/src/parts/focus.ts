/** Puts the focus on the control of a field, by the field's name, opening what it is folded in. */
export function focusField(within: HTMLElement, name: string): boolean {
  const field = [...within.querySelectorAll<HTMLElement>("[data-field]")].find((one) => one.dataset.field === name);
  const control = field?.querySelector<HTMLElement>("input, textarea, select");
  if (!control) return false;
  const folded = control.closest("details");
  if (folded) folded.open = true;
  control.focus();
  if (control instanceof HTMLInputElement && control.type !== "checkbox" && control.type !== "radio") control.select();
  return true;
}
