//! JSON documents: messages and advice are strings in the user's language.

use hallpass_core::providers::Lang;
use hallpass_core::{Error, NextStep};
use serde_json::{Map, Value, json};

use crate::i18n::messages;

/// `{"error": ...}`
pub(crate) fn failure(error: &Error) -> Value {
    json!({ "error": error })
}

/// Replaces every bilingual text with one string in the user's language.
pub(crate) fn in_language(value: Value, lang: Lang) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| in_language(item, lang)).collect(),
        Value::Object(members) => match sentence(&members, lang) {
            Some(words) => Value::String(words),
            None => advised(members).into_iter().map(|(name, member)| (name, in_language(member, lang))).collect(),
        },
        other => other,
    }
}

/// A failure's next step as its `advice`: a program reads the same words as a person.
fn advised(mut members: Map<String, Value>) -> Map<String, Value> {
    let step = members.remove("next_step").and_then(|step| serde_json::from_value::<NextStep>(step).ok());
    if let Some(words) = step.and_then(|step| messages::words(&step)) {
        members.insert("advice".to_owned(), json!(words));
    }
    members
}

/// `{"zh": "...", "en": "..."}` and nothing else is a sentence.
fn sentence(members: &Map<String, Value>, lang: Lang) -> Option<String> {
    let (zh, en) = (members.get("zh")?.as_str()?, members.get("en")?.as_str()?);
    (members.len() == 2).then(|| if lang == Lang::Zh { zh } else { en }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_become_strings_and_nothing_else_changes() {
        let both =
            json!({"a": [{"zh": "是", "en": "yes"}], "zh": {"zh": "1", "en": "2", "x": 3}, "id": "9007199254740993"});
        let want = json!({"a": ["是"], "zh": {"zh": "1", "en": "2", "x": 3}, "id": "9007199254740993"});
        assert_eq!(in_language(both.clone(), Lang::Zh), want);
        assert_eq!(in_language(both, Lang::En)["a"][0], "yes");
        let inner = json!({"held": {"advice": null, "next_step": {"kind": "confirm_production"}}});
        assert_eq!(in_language(inner, Lang::En), json!({"held": {"advice": "Confirm with --allow-prod"}}));
    }
}
