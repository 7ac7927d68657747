/** The menu of a row, and where it was asked for. */
class RowMenu {
  asked = $state.raw<{ name: string; x: number; y: number } | null>(null);

  /** For the key: below the row that the keyboard is on. */
  atCursor(name: string): void {
    const row = document.querySelector(".listbox [role=option].active")?.getBoundingClientRect();
    this.asked = { name, x: (row?.left ?? 0) + 48, y: (row?.bottom ?? 0) - 8 };
  }
}

export const rowMenu = new RowMenu();
