//! The mouse, where a click on an element does not do: dragging, the other button.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction};

use crate::page::Page;

const CONTROL: char = '\u{E009}';

impl Page {
    /// Where the middle of an element is.
    pub(crate) async fn middle(&self, css: &str) -> (f64, f64) {
        let script = format!(
            "const {{ x, y, width, height }} = document.querySelector({css:?}).getBoundingClientRect();\
             return [x + width / 2, y + height / 2]"
        );
        let found = self.run(&script).await;
        (found[0].as_f64().unwrap(), found[1].as_f64().unwrap())
    }

    /// Presses the left button at the first place, goes through the others, and lets it go.
    pub(crate) async fn drag(&self, places: &[(f64, f64)]) {
        let mut mouse = MouseActions::new("mouse".to_owned()).then(to(places[0]));
        mouse = mouse.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
        for place in &places[1..] {
            mouse = mouse.then(to(*place));
        }
        self.client.perform_actions(mouse.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })).await.unwrap();
    }

    /// Moves the mouse, with the button as it is.
    pub(crate) async fn move_to(&self, place: (f64, f64)) {
        self.client.perform_actions(MouseActions::new("mouse".to_owned()).then(to(place))).await.unwrap();
    }

    /// Presses the left button there, and holds it.
    pub(crate) async fn hold(&self, place: (f64, f64)) {
        let mouse = MouseActions::new("mouse".to_owned()).then(to(place));
        self.client.perform_actions(mouse.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })).await.unwrap();
    }

    /// Lets the left button go.
    pub(crate) async fn let_go(&self) {
        let mouse = MouseActions::new("mouse".to_owned()).then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// Clicks at a place with the right button.
    pub(crate) async fn right_click(&self, place: (f64, f64)) {
        let mouse = MouseActions::new("mouse".to_owned())
            .then(to(place))
            .then(PointerAction::Down { button: MOUSE_BUTTON_RIGHT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_RIGHT });
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// Presses a key with Control held down.
    pub(crate) async fn control(&self, key: char) {
        self.keys(&format!("{CONTROL}{key}\u{E000}")).await;
    }
}

fn to((x, y): (f64, f64)) -> PointerAction {
    PointerAction::MoveTo { duration: Some(Duration::from_millis(50)), x: x.round(), y: y.round() }
}
