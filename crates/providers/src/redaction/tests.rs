use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::Redaction;
use crate::call::Request;
use crate::codes::VendorCode;
use crate::descriptor::Descriptor;
use crate::refusal::RefusalKind;
use crate::secret::Secret;
use crate::state::State;
use crate::text::Text;
use crate::values::Values;

static CODES: &[VendorCode] = &[VendorCode::new(
    "error.password",
    "wrong password",
    RefusalKind::Credentials,
    "",
    Text::new("密码错误", "The password is wrong"),
    Text::new("重试", "Try again"),
)];

static DESCRIPTOR: Descriptor = Descriptor {
    id: "invented",
    name: Text::new("", ""),
    about: Text::new("", ""),
    example: "",
    paths: &[],
    methods: &[],
    fields: &[],
    codes: &[CODES],
};

fn redaction(secrets: &[&str], plain: &[(&str, &str)]) -> Redaction {
    let mut values = Values::new();
    for (number, secret) in secrets.iter().enumerate() {
        values.keep(format!("s{number}"), Secret::new(*secret));
    }
    for (name, value) in plain {
        values.set(*name, *value);
    }
    Redaction::new(&DESCRIPTOR, &Request::get("/"), &State::at(""), &values)
}

fn words(secret: &str, said: &str) -> String {
    redaction(&[secret], &[]).words(said)
}

#[test]
fn a_secret_is_taken_out_wherever_it_stands() {
    let secret = "Not-Real \"pw\" & 密码+1";
    for form in [
        secret.to_owned(),
        secret.to_lowercase(),
        secret.to_uppercase(),
        "Not-Real+%22pw%22+%26+%E5%AF%86%E7%A0%81%2B1".to_owned(),
        "Not-Real%20%22pw%22%20%26%20%e5%af%86%e7%a0%81%2b1".to_owned(),
        STANDARD.encode(secret).trim_end_matches('=').to_owned(),
        URL_SAFE.encode(secret).trim_end_matches('=').to_owned(),
        r#"Not-Real \"pw\" & 密码+1"#.to_owned(),
        r#"Not-Real \"pw\" & \u5bc6\u7801+1"#.to_owned(),
        "Not-Real &quot;pw&quot; &amp; 密码+1".to_owned(),
    ] {
        assert_eq!(words(secret, &format!("before {form} after {form}")), "before **** after ****", "{form}");
    }
}

/// As Python, Go, Gson, PHP and a hex dump write it.
#[test]
fn a_secret_is_found_as_other_writers_quote_it() {
    let secret = "Not-Real/<pw>&a='x'!";
    for form in [
        "Not-Real/%3Cpw%3E%26a%3D%27x%27%21",
        "Not-Real%2F%3Cpw%3E%26a%3D%27x%27%21",
        r"Not-Real/\u003cpw\u003e\u0026a='x'!",
        r"Not-Real/\u003cpw\u003e\u0026a\u003d\u0027x\u0027!",
        r"Not-Real\/<pw>&a='x'!",
    ] {
        assert_eq!(words(secret, &format!("before {form} after")), "before **** after", "{form}");
    }
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(words(secret, &hex), "****");
    assert_eq!(words("Not/Real 密码", r"a Not\/Real \u5bc6\u7801 b"), "a **** b");
}

#[test]
fn a_secret_within_a_longer_base64_text_is_found_wherever_it_begins() {
    let secret = "not-a-real-secret?";
    for before in ["", "a", "ab", "user:", "long.user:"] {
        for after in ["", "\n", "@h", "@host"] {
            let text = format!("{before}{secret}{after}");
            for encoded in [STANDARD.encode(&text), URL_SAFE.encode(&text)] {
                let said = words(secret, &encoded);
                let (shown, hidden) = (said.replace("****", "").len(), encoded.len());
                // Beside it: what is around it, and at either end a letter of both.
                let around = (before.len() + after.len()) * 4 / 3 + 6;
                assert!(said.contains("****") && shown <= around, "{before} {after} {said} {hidden}");
            }
        }
    }
    assert_eq!(words("admin", "YWRtaW4 badmin"), "**** b****", "a short one is looked for as it is");
}

#[test]
fn a_secret_that_the_server_cut_is_taken_out_as_well() {
    let token = format!("not-a-real-token-{}", "x".repeat(600));
    assert_eq!(words(&token, &format!("bad {token}!")), "bad ****!");
    for said in [&token[..20], &token[..300]] {
        assert_eq!(words(&token, &format!("bad {said}")), "bad ****");
        assert_eq!(words(&token, &format!("bad {said}…")), "bad ****…");
        assert_eq!(words(&token, &format!("bad {said}...")), "bad ****...");
    }
    let long = format!("{} {token}", "y".repeat(490));
    assert!(!words(&token, &long).contains("not-a-re"));
}

#[test]
fn one_time_codes_are_taken_out_and_ids_stay() {
    let typed = redaction(&[], &[("sms_code", "048213"), ("captcha", "7q"), ("organisation", "o1520")]);
    assert_eq!(typed.words("bad 048213"), "bad ****");
    assert_eq!(typed.words("验证码048213错误"), "验证码****错误");
    assert_eq!(typed.words("7Q is wrong"), "****", "what is left around a very short one could tell it");
    assert_eq!(typed.words("o1520 of 7qa"), "o1520 of 7qa");
    let short = redaction(&[], &[("mfa_code", "1604")]);
    assert_eq!(short.words("o16042187"), "o16042187");
    assert_eq!(short.words("code 1604."), "code ****.");
}

#[test]
fn what_is_no_secret_stays_although_somebody_chose_it_as_one() {
    let admin = redaction(&["admin"], &[("account", "admin")]);
    assert_eq!(admin.words("admin"), "admin", "the account's own name");
    assert_eq!(admin.words("no admin here"), "no **** here");
    let password = redaction(&["password"], &[]);
    assert_eq!(password.words("error.password"), "error.password", "a code of the vendor");
    assert_eq!(password.words("Wrong password!"), "Wrong password!", "words of the vendor's document");
    assert_eq!(password.words("password: password"), "****: ****");
}

#[test]
fn numbers_and_what_was_sent_count_too() {
    assert!(redaction(&["482133"], &[]).is_secret_number("482133"));
    assert!(!redaction(&["4821"], &[]).is_secret_number("4821"));
    let sent = Request::get("/").bearer(&Secret::new("not-a-real-token"));
    let carried = State::at("").keep("refresh", Secret::new("not-a-real-refresh"));
    let both = Redaction::new(&DESCRIPTOR, &sent, &carried, &Values::new());
    assert_eq!(both.words("not-a-real-token, Bearer not-a-real-token, not-a-real-refresh"), "****, ****, ****");
}

#[test]
fn nothing_to_hide_changes_nothing() {
    let none = redaction(&["", " "], &[]);
    assert_eq!(none.words("a\u{202e}b"), "a\\u{202e}b");
    assert!(!none.may_be_in("\\u0061"));
}
