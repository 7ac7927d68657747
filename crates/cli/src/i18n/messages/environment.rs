//! Messages about environments.

use hallpass_core::Error;
use hallpass_core::providers::Text;

use super::t;

pub(crate) fn environment_saved(id: &str) -> Text {
    Text::made(format!("环境“{id}”已保存"), format!("Environment {id} was saved"))
}

pub(crate) fn environment_removed(id: &str, moved: usize) -> Text {
    if moved == 0 {
        return Text::made(format!("环境“{id}”已删除"), format!("Environment {id} was deleted"));
    }
    let profiles = if moved == 1 { "profile" } else { "profiles" };
    Text::made(
        format!("环境“{id}”已删除，移动了{moved}个配置"),
        format!("Environment {id} was deleted, and {moved} {profiles} moved"),
    )
}

pub(crate) fn yes() -> Text {
    t("是", "yes")
}

/// The question behind a refusal that a person can confirm.
pub(crate) fn go_on_all_the_same(error: &Error) -> Text {
    Text::made(format!("{}。继续？", error.message.zh), format!("{}. Continue?", error.message.en))
}
