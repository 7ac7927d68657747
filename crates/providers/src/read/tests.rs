use serde::Deserialize;

use super::{Hidden, Objects, OneOrMany, Scalar, date, moment, token};
use crate::fault::{BadAnswer, Fault};
use crate::secret::Secret;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wire {
    x: Scalar,
    many: OneOrMany<u8>,
    objects: Objects<Inner>,
    hidden: Hidden,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Inner {
    a: Scalar,
}

fn wire(json: &str) -> Wire {
    serde_json::from_str(json).unwrap()
}

#[test]
fn scalars_in_every_spelling() {
    for (json, want) in [
        (r#"{"x":7}"#, Some("7")),
        (r#"{"x":"7"}"#, Some("7")),
        (r#"{"x":7.0}"#, Some("7")),
        (r#"{"x":7.5}"#, None),
        (r#"{"x":18446744073709551615}"#, Some("18446744073709551615")),
        (r#"{"x":"MEDIUM"}"#, Some("MEDIUM")),
        (r#"{"x":true}"#, Some("true")),
        (r#"{"x":""}"#, None),
        (r#"{"x":null}"#, None),
        (r#"{"x":{"y":1}}"#, None),
        (r#"{"x":["y"]}"#, None),
        (r#"{}"#, None),
    ] {
        assert_eq!(wire(json).x.text(), want, "{json}");
    }
}

#[test]
fn numbers_in_every_spelling() {
    for (json, want) in [
        (r#"{"x":7199}"#, Some(7199)),
        (r#"{"x":7199.7}"#, Some(7199)),
        (r#"{"x":"7199.0"}"#, Some(7199)),
        (r#"{"x":" 7199 "}"#, Some(7199)),
        (r#"{"x":"7199.7"}"#, Some(7199)),
        (r#"{"x":7.199e3}"#, Some(7199)),
        (r#"{"x":-1}"#, Some(-1)),
        (r#"{"x":"1e400"}"#, None),
        (r#"{"x":"nan"}"#, None),
        (r#"{"x":"7199 s"}"#, None),
        (r#"{"x":true}"#, None),
        (r#"{"x":[7199]}"#, None),
    ] {
        assert_eq!(wire(json).x.int(), want, "{json}");
    }
}

#[test]
fn dates_in_every_spelling() {
    let want = moment(1_643_706_000);
    for text in [
        "2022-02-01T09:00:00Z",
        "2022-02-01T17:00:00.000+08:00",
        "2022-02-01T17:00:00+0800",
        "2022-02-01T09:00:00",
        "2022-02-01 09:00:00",
        " 2022-02-01 09:00:00.000 ",
        "2022/02/01 09:00:00",
        "Tue, 01 Feb 2022 09:00:00 GMT",
        "Tue, 1 Feb 2022 17:00:00 +0800",
        "1643706000",
        "1643706000000",
        "1643706000.5",
    ] {
        assert_eq!(wire(&format!(r#"{{"x":"{text}"}}"#)).x.moment(), want, "{text}");
    }
    for text in ["soon", "", "0", "-5", "2022-13-01 09:00:00", "99999999999999999999"] {
        assert_eq!(wire(&format!(r#"{{"x":"{text}"}}"#)).x.moment(), None, "{text}");
    }
    assert_eq!(date("2022-02-01"), moment(1_643_673_600));
}

#[test]
fn one_or_many() {
    for (json, want) in [(r#"{"many":1}"#, 1), (r#"{"many":[1,2]}"#, 2), (r#"{"many":null}"#, 0), ("{}", 0)] {
        assert_eq!(wire(json).many.0.len(), want, "{json}");
    }
}

#[test]
fn objects_are_read_one_or_several_and_what_is_none_is_passed_over() {
    for (json, want) in [
        (r#"{"a":1}"#, "1"),
        (r#"[{"a":1},{"a":2}]"#, "1 2"),
        (r#"[["by position"],{"a":2},"text",null,7,true,1.5]"#, "2"),
        (r#"["POSID","POSNAME"]"#, ""),
        (r#"[[{"a":3}]]"#, "3"),
        ("null", ""),
        ("7", ""),
        (r#""text""#, ""),
    ] {
        let objects = wire(&format!(r#"{{"objects":{json}}}"#)).objects.0;
        let read: Vec<&str> = objects.iter().filter_map(|one| one.a.text()).collect();
        assert_eq!(read.join(" "), want, "{json}");
    }
}

#[test]
fn moments_in_seconds_and_milliseconds() {
    assert_eq!(moment(1_562_849_746), moment(1_562_849_746_000));
    assert_eq!(moment(0), None);
    assert_eq!(moment(-1), None);
    assert_eq!(moment(i64::MAX), None);
}

#[test]
fn a_blank_token_is_none_and_a_long_one_says_so() {
    for json in [r#"{"hidden":""}"#, r#"{"hidden":" "}"#, r#"{"hidden":null}"#, r#"{"hidden":["x"]}"#, "{}"] {
        assert!(!wire(json).hidden.is_there(), "{json}");
        assert_eq!(wire(json).hidden.token().unwrap_err(), Fault::NoToken, "{json}");
    }
    assert_eq!(wire(r#"{"hidden":123}"#).hidden.token().unwrap().expose(), "123");
    let bad = |text: &str| token(Some(Secret::new(text))).unwrap_err();
    let long = "x".repeat(64 * 1024 + 1);
    assert_eq!(bad(&long), Fault::BadAnswer { what: BadAnswer::TokenTooLong, offset: None });
    assert_eq!(bad("a\nb"), Fault::BadAnswer { what: BadAnswer::Token, offset: None });
    assert_eq!(bad(" "), Fault::NoToken);
    assert!(token(Some(Secret::new(&long[1..]))).is_ok());
}
