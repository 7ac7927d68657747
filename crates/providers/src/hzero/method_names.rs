//! The names of the tenant's other sign-in methods, stored with a sign-in and shown with its session.

use crate::state::State;
use crate::text::Text;

const LIST: &str = "ways";

/// The state with the names, one a line.
pub(super) fn keep(state: State, names: &[String]) -> State {
    state.with(LIST, names.join("\n"))
}

/// What to tell of them beside a session.
pub(super) fn note(state: &State) -> Option<Text> {
    let names: Vec<&str> = state.fact(LIST).lines().collect();
    (!names.is_empty()).then(|| {
        Text::made(
            format!("此租户还提供其他登录方式：{}", names.join("、")),
            format!("The tenant also offers other sign-in methods: {}", names.join(", ")),
        )
    })
}
