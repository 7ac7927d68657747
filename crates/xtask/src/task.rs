//! What every task has in common.

use crate::i18n::words;

/// What a task answers: nothing, or one sentence that says what went wrong.
pub(crate) type Done = Result<(), String>;

/// An error for an argument that the task does not know.
pub(crate) fn unknown_argument(argument: &str) -> String {
    format!("{}{argument}", words("不认识的参数：", "Unknown argument: ").pick())
}
