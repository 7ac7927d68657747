use super::super::codes::CODES;
use super::{EXPIRED, bench};
use crate::fault::Fault;
use crate::refusal::Refusal;
use crate::refusal::RefusalKind::{
    self, AccountLocked, Busy, Captcha, Code, Credentials, Disabled, Other, PasswordExpired, Setup, Throttled,
    TokenInvalid,
};
use crate::reply::Reply;
use crate::state::State;
use crate::testing::{check_words, json, refused};

/// The thirty of the document; without a prefix they begin with `hoth.warn.`.
const DOCUMENT: [(&str, RefusalKind); 30] = [
    ("usernameNotFound", Credentials),
    ("phoneNotFound", Setup),
    ("userNotActive", Disabled),
    ("accountLocked", AccountLocked),
    ("accountExpire", Disabled),
    ("tenantInvalid", Disabled),
    ("tenantDisabled", Disabled),
    ("passwordError", Credentials),
    ("usernameNotFoundOrPasswordIsWrong", Credentials),
    ("loginErrorMaxTimes", AccountLocked),
    ("ldapIsDisable", Disabled),
    ("captchaNull", Captcha),
    ("captchaWrong", Captcha),
    ("phoneNotCheck", Setup),
    ("emailNotCheck", Setup),
    ("phoneAndEmailNotCheck", Setup),
    ("defaultTenantRoleNull", Disabled),
    ("loginMobileCaptchaNull", Code),
    ("validCaptchaFirst", Code),
    ("accountNotEquals", Setup),
    ("captcha.sendPhoneCaptchaError", Busy),
    ("phoneOrEmailNotnull", Setup),
    ("phoneOrEmailNotFound", Setup),
    ("phoneOrEmailNotInvalid", Setup),
    ("hoth.user.phone.not-register", Setup),
    ("captchaNotnull", Captcha),
    ("ldapCannotChangePassword", Setup),
    ("roleNone", Disabled),
    ("decodePasswordError", Setup),
    ("createClientError", Busy),
];

/// What the published source has beside them.
const SOURCE: [(&str, RefusalKind); 47] = [
    ("passwordExpired", PasswordExpired),
    ("passwordForceModify", PasswordExpired),
    ("userNotAccessClient", Disabled),
    ("clientNotFound", Setup),
    ("duplicatePassword", Setup),
    ("sessionUserNull", TokenInvalid),
    ("auth2.getUserError", Busy),
    ("captcha.phoneNotNull", Setup),
    ("hoth.error.passwordNotNull", Setup),
    ("hoth.social.providerNotFound", Setup),
    ("hoth.social.userNotLogin", TokenInvalid),
    ("decodeAccountError", Setup),
    ("secondaryCheck", Setup),
    ("secondaryCheck.phone.not.open", Setup),
    ("secondaryCheck.email.not.open", Setup),
    ("secondaryCheck.unsupportedType", Setup),
    ("unSupportSecCheckType", Setup),
    ("phone.bindingAndInput.diff", Setup),
    ("email.bindingAndInput.diff", Setup),
    ("captcha.sendCaptchaError", Busy),
    ("captcha.send.interval", Throttled),
    ("captcha.send.time-over", Throttled),
    ("captcha.send.phone", Other),
    ("captcha.send.email", Other),
    ("phone.format.incorrect", Setup),
    ("captcha.validate.overdue", Code),
    ("captcha.validate.number-not-match", Code),
    ("captcha.validate.number-not-null", Setup),
    ("captcha.validate.incorrect", Code),
    ("captcha.validate.error.too-many-time", Code),
    ("captcha.validate.last-check-incorrect", Code),
    ("captcha.validate.captcha.notnull", Code),
    ("captcha.validate.captcha.incorrect", Code),
    ("error.permission.accessTokenNull", TokenInvalid),
    ("error.permission.accessTokenInvalid", TokenInvalid),
    ("error.permission.accessTokenExpired", TokenInvalid),
    ("error.permission.getUserDetailsFromOauthServer", TokenInvalid),
    ("error.permission.mismatch", Setup),
    ("error.permission.notPass", Setup),
    ("error.permission.organizationNotPass", Setup),
    ("error.permission.whiteListForbidden", Setup),
    ("invalid_client", Setup),
    ("invalid_grant", Other),
    ("unsupported_grant_type", Setup),
    ("unauthorized_client", Setup),
    ("invalid_request", Setup),
    ("invalid_token", TokenInvalid),
];

/// Where a code is written without its prefix, the one with it is in the tables.
fn whole(code: &str) -> String {
    let has = |code: &str| CODES.iter().any(|table| table.iter().any(|entry| entry.code == code));
    let prefixed = format!("hoth.warn.{code}");
    if has(&prefixed) { prefixed } else { code.to_owned() }
}

/// A refusal as a renewal meets it, which changes nothing about it.
fn refusal(reply: &Reply) -> Refusal {
    refused(bench().reply(renewal(), reply))
}

fn renewal() -> State {
    State::at("renew").keep("token", crate::secret::Secret::new("TOKEN-canary"))
}

#[test]
fn every_code_has_words_in_both_languages_and_what_to_do_next() {
    check_words(CODES);
}

#[test]
fn every_code_of_document_and_source_is_known_for_what_it_is() {
    for (code, kind) in DOCUMENT.into_iter().chain(SOURCE) {
        let code = whole(code);
        for member in ["success\":false,\"code", "failed\":true,\"code", "error_description\":\"\",\"error"] {
            let refusal = refusal(&json(&format!(r#"{{"{member}":"{code}","message":"原话"}}"#)));
            assert_eq!((refusal.code.as_str(), refusal.kind), (code.as_str(), kind));
            assert_eq!(refusal.said.as_deref(), Some("原话"), "{code}");
            assert!(!refusal.text.en.contains("refused with code"), "{code} is unknown");
        }
    }
}

#[test]
fn only_codes_that_name_the_password_count_against_it() {
    let counting: Vec<_> = CODES.iter().flat_map(|table| table.iter()).filter(|entry| entry.kind.counts()).collect();
    let codes: Vec<_> = counting.iter().map(|entry| entry.code).collect();
    let want = ["usernameNotFound", "passwordError", "usernameNotFoundOrPasswordIsWrong"].map(whole);
    assert_eq!(codes[..3], want);
    assert_eq!(codes[3..], ["invalid_grant"]);
    assert_eq!(counting[3].says, "bad credentials");
}

#[test]
fn the_gateway_answers_in_its_own_markup() {
    let html = Reply { status: 401, content_type: "text/html".to_owned(), ..json(EXPIRED) };
    assert_eq!(refusal(&html).kind, TokenInvalid);
    for (body, code) in [
        ("\u{feff} <oauth><code>error.permission.notPass</code></oauth>", "error.permission.notPass"),
        ("<oauth><status>PERMISSION_ODD</status></oauth>", "PERMISSION_ODD"),
        ("<oauth><code>error.odd</code><message>a\u{202e}b", "error.odd"),
        ("<oauth>", "success=false"),
    ] {
        assert_eq!(refusal(&Reply { status: 403, ..json(body) }).code, code, "{body}");
    }
    for page in ["<html>oauth</html>", "<!doctype html><oauth>", "<oauths>"] {
        let reply = Reply { status: 403, ..json(page) };
        assert_eq!(bench().reply(renewal(), &reply).unwrap_err(), Fault::NotTheApi, "{page}");
    }
}

#[test]
fn unknown_codes_show_the_servers_words_made_safe() {
    let said = refusal(&json(r#"{"failed":true,"code":"error.odd","message":"<img onerror=x>\u001b[31m\u202e"}"#));
    assert_eq!(said.kind, Other);
    assert_eq!(said.said.as_deref(), Some("<img onerror=x>\\u{1b}[31m\\u{202e}"));
    assert!(said.text.zh.contains("error.odd") && said.text.en.contains("<img onerror=x>"));
    let long = format!(r#"{{"failed":true,"code":"x","message":"{}"}}"#, "长".repeat(300_000));
    assert_eq!(refusal(&json(&long)).said.unwrap().chars().count(), 501);
    let broken =
        r#"{"timestamp":1,"status":500,"error":"Internal Server Error","message":"","path":"/oauth/oauth/token"}"#;
    assert_eq!(refusal(&Reply { status: 500, ..json(broken) }).kind, Other);
    assert_eq!(refusal(&json(r#"{"success":"false"}"#)).code, "success=false");
    let empty = Reply { status: 404, ..json("{}") };
    assert_eq!(bench().reply(renewal(), &empty).unwrap_err(), Fault::NotTheApi);
}

#[test]
fn tries_left_as_text_or_number_and_not_from_two_zeros() {
    for (members, want) in [
        (r#""errorTimes":"2","surplusTimes":"3""#, Some(3)),
        (r#""errorTimes":2,"surplusTimes":3"#, Some(3)),
        (r#""errorTimes":"5","surplusTimes":"0""#, Some(0)),
        (r#""errorTimes":0,"surplusTimes":0"#, None),
        (r#""surplusTimes":"-1","errorTimes":1"#, None),
        (r#""surplusTimes":99999999999,"errorTimes":1"#, None),
        (r#""surplusTimes":{},"errorTimes":[]"#, None),
        (r#""x":1"#, None),
    ] {
        let body = format!(r#"{{"success":false,"code":"hoth.warn.passwordError",{members}}}"#);
        assert_eq!(refusal(&json(&body)).attempts_left, want, "{members}");
    }
}

#[test]
fn a_secret_in_the_servers_words_is_taken_out() {
    let mut bench = bench();
    let said = |bench: &crate::testing::Bench, secret: &str| {
        let body = format!(r#"{{"failed":true,"code":"odd {secret}","message":"cannot read {secret}, sorry"}}"#);
        refused(bench.reply(renewal(), &json(&body)))
    };
    for secret in ["TOKEN-canary", "SECRET-canary", "PASSWORD-canary 密码"] {
        let refusal = said(&bench, secret);
        assert_eq!((refusal.code.as_str(), refusal.said.as_deref()), ("odd ****", Some("cannot read ****, sorry")));
        assert!(!format!("{refusal:?}").contains("canary"));
    }
    bench.values.keep("password", crate::secret::Secret::new("q7"));
    let refusal = said(&bench, "q7");
    let said = (refusal.code.as_str(), refusal.said.as_deref());
    assert_eq!(said, ("****", Some("****")), "too short for what stands around it to be shown");
}
