//! What is shown of an answer is fit for a screen.

use hallpass_providers::Reply;
use serde_json::{Value, json};

use super::{
    Versioned, capabilities, document, history, is_key_value, list, member, requires_cas, token, token_facts, written,
};
use crate::documents::ProfileDocument;
use crate::fault::{BadDocument, TeamFault};
use crate::names::Kind;

fn read(created: &str, by: &str) -> Result<Versioned<ProfileDocument<Value>>, TeamFault> {
    let op = "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11";
    let body = json!({"data": {"data": {"v": 1, "op": op, "profile": {}, "by": by},
        "metadata": {"version": 1, "created_time": created}}});
    let reply = Reply { status: 200, body: body.to_string().into_bytes().into(), ..Reply::default() };
    document(&reply, Kind::Profile, "a")
}

#[test]
fn the_moment_of_writing_is_a_moment_or_nothing() {
    assert_eq!(read("2026-11-29T10:00:00.123456789Z", "eva").unwrap().written_at, "2026-11-29T10:00:00.123456789Z");
    for bad in ["2026-11-29\u{1b}[2J", "soon", ""] {
        assert_eq!(read(bad, "eva").unwrap().written_at, "", "{bad:?}");
    }
}

#[test]
fn a_name_with_characters_that_a_screen_hides_is_none() {
    assert!(read("", "Eva Lü 李雯").is_ok());
    for hidden in ['\u{7}', '\u{200b}', '\u{2028}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{feff}'] {
        let fault = read("", &format!("eva{hidden}")).unwrap_err();
        assert!(matches!(fault, TeamFault::Document { what: BadDocument::Text, .. }), "{hidden:?}");
    }
}

fn reply(body: &Value) -> Reply {
    Reply { status: 200, body: body.to_string().into_bytes().into(), ..Reply::default() }
}

#[test]
fn nothing_is_read_by_position() {
    let list_of = |data: Value| reply(&json!({ "data": data }));
    assert!(token(&reply(&json!({"auth": ["POSTOKEN", 0, true, [], null]}))).is_err());
    assert!(token_facts(&list_of(json!([7, true, ["p"]]))).is_err());
    assert!(member(&list_of(json!([{"field": "POSSECRET"}, {"version": 1}])), "field").is_err());
    assert!(member(&list_of(json!({"data": {"field": "s"}, "metadata": [3]})), "field").is_err());
    assert!(written(&list_of(json!([3, "", "", false]))).is_err() && history(&list_of(json!([3, {}]))).is_err());
    assert!(!is_key_value(&list_of(json!(["kv", {"version": "2"}]))) && !requires_cas(&list_of(json!([true]))));
    assert!(list(&list_of(json!({"keys": [], "key_info": {"a": [3, {}]}}))).is_err());
}

#[test]
fn numbers_and_lists_in_every_spelling() {
    let data = |data: Value| reply(&json!({ "data": data }));
    for seven in [json!(7), json!("7"), json!(" 7 "), json!(7.0), json!(7.9)] {
        let auth = json!({"client_token": "t", "lease_duration": seven, "renewable": "true", "policies": "default"});
        let facts = token(&reply(&json!({ "auth": auth }))).unwrap().facts;
        assert_eq!((facts.ttl_seconds, facts.renewable, facts.policies), (7, true, vec!["default".to_owned()]));
        assert_eq!(token_facts(&data(json!({"ttl": seven, "policies": null}))).unwrap().ttl_seconds, 7, "{seven}");
        assert_eq!(written(&data(json!({"version": seven, "deletion_time": null}))), Ok(7), "{seven}");
        assert_eq!(history(&data(json!({"current_version": seven}))).unwrap().current, 7, "{seven}");
    }
    assert!(written(&data(json!({"version": -1}))).is_err() && written(&data(json!({"version": "new"}))).is_err());
    for two in [json!(2), json!("2")] {
        assert!(is_key_value(&data(json!({"type": "kv", "options": {"version": two, "other": null}}))), "{two}");
    }
    assert!(
        requires_cas(&data(json!({"cas_required": "true"}))) && !requires_cas(&data(json!({"cas_required": null})))
    );
    assert!(capabilities(&data(json!({"a/b": "read", "capabilities": null}))).unwrap().allow("a/b", "read"));
}
