//! Tables: aligned columns without a grid, wide characters count as two columns.

use comfy_table::{Attribute, Cell as Drawn, ContentArrangement, Table as Grid, presets};

use hallpass_core::providers::Text;

use super::{Colour, Output};

/// One cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    text: String,
    colour: Option<Colour>,
}

impl Cell {
    /// Text in a colour.
    pub(crate) fn painted(text: impl Into<String>, colour: Colour) -> Self {
        Self { text: text.into(), colour: Some(colour) }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), colour: None }
    }
}

/// Rows under a heading.
pub(crate) struct Table {
    grid: Grid,
    colour: bool,
}

impl Table {
    /// An empty one with these headings; without headings its first column is what names the second.
    pub(crate) fn new(output: &Output, headings: &[&str]) -> Self {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING).set_content_arrangement(arrangement(output));
        if output.colour() {
            grid.enforce_styling();
        } else {
            grid.force_no_tty();
        }
        if !headings.is_empty() {
            let head = headings.iter().map(|text| draw(&Cell::painted(*text, Colour::Dim), output.colour()));
            grid.set_header(head);
        }
        Self { grid, colour: output.colour() }
    }

    /// One more row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let colour = self.colour;
        self.grid.add_row(cells.into_iter().map(|cell| draw(&cell, colour)));
    }

    /// As text, without blanks at the ends of lines.
    pub(crate) fn text(mut self) -> String {
        for column in self.grid.column_iter_mut() {
            column.set_padding((0, 2));
        }
        self.grid.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }
}

/// A table of two columns, the first one quiet: what it is, and its value.
pub(crate) fn facts(output: &Output, rows: impl IntoIterator<Item = (Text, Cell)>) -> String {
    let mut table = Table::new(output, &[]);
    for (name, cell) in rows {
        table.row([Cell::painted(name.get(output.lang), Colour::Dim), cell]);
    }
    table.text()
}

/// How wide the terminal is, where it says.
pub(super) fn columns() -> Option<usize> {
    Grid::new().width().map(usize::from).filter(|width| *width > 0)
}

/// On a terminal long cells wrap; a pipe gets every row on one line.
fn arrangement(output: &Output) -> ContentArrangement {
    if output.wide() || columns().is_none() { ContentArrangement::Disabled } else { ContentArrangement::Dynamic }
}

fn draw(cell: &Cell, colour: bool) -> Drawn {
    let drawn = Drawn::new(&cell.text);
    match cell.colour.filter(|_| colour) {
        Some(Colour::Red) => drawn.fg(comfy_table::Color::Red),
        Some(Colour::Yellow) => drawn.fg(comfy_table::Color::Yellow),
        Some(Colour::Green) => drawn.fg(comfy_table::Color::Green),
        Some(Colour::Dim) => drawn.add_attribute(Attribute::Dim),
        Some(Colour::Bold) => drawn.add_attribute(Attribute::Bold),
        None => drawn,
    }
}
