use super::{CAPTCHA_NULL, NO_CAPTCHA, SELF, TENANTS, TOKEN, WRONG, bench, form, names, query, sign_in};
use crate::call::{Effect, Expect, Verb};
use crate::fault::{BadAnswer, Fault};
use crate::protocol::{Next, Outcome};
use crate::refusal::RefusalKind;
use crate::reply::Reply;
use crate::session::{Capability, ExpirySource, Named};
use crate::state::State;
use crate::testing::{NOW, json, outcome, refused, sent, session, settled};

#[test]
fn the_standard_login_reads_the_parameters_and_then_sends_the_form() {
    let bench = bench();
    let (call, state) = sent(bench.begin(sign_in("password")));
    assert_eq!((call.request.verb, call.request.path.as_str()), (Verb::Get, "/oauth/login/init-params"));
    assert_eq!((call.effect, call.expect), (Effect::Read, Expect::Json));
    let want = [("channel", "pc"), ("client_id", "demo-client"), ("lang", "zh_CN"), ("user_type", "P")];
    assert_eq!(query(&call), want.map(|(name, value)| (name, value.to_owned())).into());

    let (call, _) = sent(bench.on(state, NO_CAPTCHA));
    assert_eq!((call.request.verb, call.request.path.as_str()), (Verb::Post, "/oauth/oauth/token"));
    assert_eq!(call.effect, Effect::Attempt);
    assert!(call.request.query.is_empty());
    let form = form(&call);
    assert_eq!(form["password"].len(), 88);
    for (name, value) in [
        ("grant_type", "password"),
        ("client_id", "demo-client"),
        ("client_secret", "SECRET-canary"),
        ("username", "li.na"),
        ("source_type", "web"),
        ("device_id", "0b0f6f0a-6a4e-4f4b-9a76-4f1f1f1f1f1f"),
        ("user_type", "P"),
        ("lang", "zh_CN"),
    ] {
        assert_eq!(form[name], value, "{name}");
    }
    assert_eq!(form.len(), 9, "no captcha, no login_field: {:?}", form.keys());
}

#[test]
fn what_a_server_quotes_is_not_kept_with_a_state_either() {
    let bench = bench();
    let (_, state) = sent(bench.begin(sign_in("password")));
    let (_, state) = sent(bench.on(state, NO_CAPTCHA));
    let quoting = CAPTCHA_NULL.replace("请输入验证码", "after SECRET-canary");
    let Next::More { state, .. } = bench.on(state, &quoting).unwrap() else { panic!() };
    let facts = format!("{:?}", state.facts);
    assert!(facts.contains("after ****") && !facts.contains("canary"), "{facts}");
}

#[test]
fn a_session_is_known_before_its_owner_is_and_the_owner_before_the_tenants() {
    let bench = bench();
    let (_, state) = sent(bench.begin(sign_in("password")));
    let (_, state) = sent(bench.on(state, NO_CAPTCHA));
    let next = bench.on(state, TOKEN).unwrap();
    let Next::More { settled, call, state } = next else { panic!("{next:?}") };
    assert_eq!(call.request.path, "/iam/hzero/v1/users/self");
    let known = session(Ok(*settled));
    assert_eq!(known.facts.subject.name, "li.na");
    assert_eq!(known.facts.can, [Capability::Verify, Capability::Choose, Capability::Renew, Capability::SignOut]);

    let (call, state) = sent(bench.on(state, SELF));
    assert_eq!(call.request.path, "/iam/hzero/v1/users/self-tenants");
    let end = session(bench.on(state, TENANTS));
    assert_eq!(end.tokens.token.expose(), "TOKEN-5f0c1d1e-canary");
    assert_eq!(end.tokens.refresh.unwrap().expose(), "REFRESH-c1a2b3-canary");
    let facts = end.facts;
    assert_eq!(facts.subject, Named { id: "=gk3Qx==".to_owned(), name: "李娜".to_owned() });
    assert_eq!(facts.organisation, Some(Named { id: "12".to_owned(), name: "示例集团".to_owned() }));
    let tenants: Vec<_> = facts.organisations.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    assert_eq!(tenants, [("12", "示例集团"), ("=opaque==", "LAB")]);
    assert_eq!(facts.account.login_name.as_deref(), Some("li.na"));
    assert_eq!(facts.expiry.at.unwrap().as_second(), NOW + 43_199);
    assert_eq!((facts.expiry.source, facts.expiry.may_be_later), (ExpirySource::Server, true));
    assert_eq!(facts.notes.len(), 2);
    assert!(facts.notes[0].en.contains("512 bits"), "{:?}", facts.notes);
    assert_eq!(facts.notes[1].zh, "此租户还提供其他登录方式：企业微信、dingtalk");
}

#[test]
fn a_wrong_password_is_followed_by_a_look_at_the_tenant() {
    let bench = bench();
    let (_, state) = sent(bench.begin(sign_in("password")));
    let (_, state) = sent(bench.on(state, r#"{"isNeedCaptcha":false,"openLoginWays":[]}"#));
    let reply = Reply { status: 401, ..json(WRONG) };
    let refusal = refused(Ok(settled(bench.reply(state.clone(), &reply))));
    assert_eq!((refusal.kind, refusal.attempts_left), (RefusalKind::Credentials, Some(3)));
    assert_eq!(refusal.said.as_deref(), Some("您输入的账号或密码错误,还可以尝试3次"));
    let (call, state) = sent(bench.reply(state, &reply));
    assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/login/init-params", Effect::Read));
    assert_eq!(query(&call)["username"], "li.na");

    let told = refused(bench.on(state.clone(), r#"{"isNeedCaptcha":true,"openLoginWays":[{"appName":"钉钉"}]}"#));
    assert!(told.advice.zh.ends_with("。下次登录需要图形验证码。此租户还提供其他登录方式：钉钉"), "{}", told.advice.zh);
    assert!(
        told.advice
            .en
            .contains("The next sign-in will ask for a captcha. The tenant also offers other sign-in methods")
    );
    assert_eq!((told.kind, told.attempts_left), (RefusalKind::Credentials, Some(3)));
    for broken in ["", "<html>", "{}", "[]", r#"{"failed":true,"code":"x"}"#] {
        assert_eq!(refused(bench.on(state.clone(), broken)), refusal, "{broken}");
    }
}

#[test]
fn oauth_password_sends_what_the_document_lists() {
    let bench = bench();
    let (call, state) = sent(bench.begin(sign_in("oauth-password")));
    assert_eq!(call.effect, Effect::Attempt);
    assert_eq!(names(&call), ["client_id", "client_secret", "grant_type", "lang", "password", "username"]);
    assert!(matches!(settled(bench.on(state.clone(), TOKEN)), Next::Done(_)));
    assert_eq!(refused(bench.on(state.clone(), WRONG)).kind, RefusalKind::Credentials);
    let client = r#"{"error":"invalid_client","code":"Bad client credentials","success":false}"#;
    let refusal = refused(bench.on(state, client));
    assert_eq!((refusal.kind, refusal.code.as_str()), (RefusalKind::Setup, "invalid_client"));
    assert_eq!(refusal.field.as_deref(), Some("client_secret"));
}

#[test]
fn client_credentials_are_a_session_without_a_person() {
    let bench = bench();
    let (call, state) = sent(bench.begin(sign_in("client-credentials")));
    assert_eq!(call.effect, Effect::Attempt);
    assert_eq!(names(&call), ["client_id", "client_secret", "grant_type", "lang"]);
    assert_eq!(form(&call)["grant_type"], "client_credentials");
    let answer = r#"{"access_token":"TOKEN-client-canary","token_type":"bearer","expires_in":32399999}"#;
    let session = session(bench.on(state.clone(), answer));
    assert_eq!(session.facts.subject.id, "demo-client");
    assert_eq!(session.facts.can, [Capability::SignOut]);
    assert!(session.tokens.refresh.is_none() && session.facts.notes.is_empty());
    let refusal = refused(bench.on(state, r#"{"error":"invalid_client","code":"Bad client credentials"}"#));
    assert_eq!(refusal.kind, RefusalKind::Credentials, "the client's secret is its password");
}

#[test]
fn what_is_missing_or_wrong_is_named_before_anything_is_sent() {
    for (method, field) in [
        ("password", "client_id"),
        ("password", "client_secret"),
        ("password", "account"),
        ("password", "password"),
        ("password", "device_id"),
        ("oauth-password", "password"),
        ("client-credentials", "client_secret"),
    ] {
        let mut bench = bench();
        bench.values.remove(field);
        assert_eq!(bench.begin(sign_in(method)).unwrap_err(), Fault::Missing { field }, "{method}");
    }
    for field in ["source_type", "user_type", "login_field", "password_encoding", "account_encoding", "public_key"] {
        let mut bench = bench();
        bench.values.set(field, "no such thing");
        let fault = bench.begin(sign_in("password")).unwrap_err();
        assert!(matches!(fault, Fault::Invalid { field: named, .. } if named == field), "{field}: {fault:?}");
    }
    assert_eq!(bench().begin(sign_in("fax")).unwrap_err(), Fault::Unsupported);
}

#[test]
fn settings_reach_the_form() {
    let mut bench = bench();
    for (name, value) in [("login_field", "email"), ("user_type", "C"), ("source_type", "app")] {
        bench.values.set(name, value);
    }
    bench.values.set("password_encoding", "plain");
    let (_, state) = sent(bench.begin(sign_in("password")));
    let (call, _) = sent(bench.on(state, NO_CAPTCHA));
    let form = form(&call);
    assert_eq!((form["login_field"].as_str(), form["user_type"].as_str()), ("email", "C"));
    assert_eq!((form["source_type"].as_str(), form["password"].as_str()), ("app", "PASSWORD-canary 密码"));
}

#[test]
fn success_without_a_token_is_no_success() {
    let bench = bench();
    let state = || State::at("token").with("method", "oauth-password");
    for answer in [
        r#"{"success":true}"#,
        r#"{"success":true,"access_token":null}"#,
        r#"{"access_token":""}"#,
        r#"{"token_type":"bearer","expires_in":5}"#,
    ] {
        assert_eq!(bench.on(state(), answer).unwrap_err(), Fault::NoToken, "{answer}");
    }
    assert_eq!(bench.on(state(), r#"{"hello":1}"#).unwrap_err(), Fault::NotTheApi);
    let split = "{\"access_token\":\"a\\r\\nb\"}";
    let bad = Fault::BadAnswer { what: BadAnswer::Token, offset: None };
    assert_eq!(bench.on(state(), split).unwrap_err(), bad);
}

/// The endpoint's own spelling counts where it holds something.
#[test]
fn of_two_spellings_in_one_answer_one_is_read() {
    let bench = bench();
    for (tokens, read) in [
        (r#""access_token":"a","accessToken":"b""#, "a"),
        (r#""accessToken":"b","access_token":"a""#, "a"),
        (r#""access_token":"","accessToken":"b""#, "b"),
        (r#""access_token":null,"accessToken":"b""#, "b"),
    ] {
        let state = State::at("token").with("method", "client-credentials");
        let answer = format!(r#"{{{tokens},"expires_in":null,"expiresIn":60,"token_type":"bearer"}}"#);
        let session = session(bench.on(state, &answer));
        assert_eq!(session.tokens.token.expose(), read, "{tokens}");
        assert_eq!(session.facts.expiry.at.map(|at| at.as_second()), Some(NOW + 60), "{tokens}");
    }
}

#[test]
fn lifetimes_of_every_size() {
    let bench = bench();
    for (seconds, want) in [
        ("43199", Some(NOW + 43_199)),
        ("\"43199\"", Some(NOW + 43_199)),
        ("43199.7", Some(NOW + 43_199)),
        ("\"43199.0\"", Some(NOW + 43_199)),
        ("\" 43199 \"", Some(NOW + 43_199)),
        ("32399999", Some(NOW + 32_399_999)),
        ("4294967296", Some(NOW + 4_294_967_296)),
        ("0", None),
        ("-1", None),
        ("9223372036854775807", None),
        ("18446744073709551615", None),
        ("\"soon\"", None),
        ("null", None),
    ] {
        let state = State::at("token").with("method", "client-credentials");
        let answer = format!(r#"{{"access_token":"t","expires_in":{seconds}}}"#);
        let expiry = session(bench.on(state, &answer)).facts.expiry;
        assert_eq!(expiry.at.map(|at| at.as_second()), want, "{seconds}");
        assert_eq!(expiry.may_be_later, want.is_some(), "{seconds}");
    }
}

#[test]
fn the_servers_clock_counts() {
    let bench = bench();
    let date = jiff::Timestamp::from_second(NOW + 7 * 3600).unwrap();
    let reply = Reply { date: Some(date), ..json(TOKEN) };
    let state = State::at("token").with("method", "client-credentials");
    let Outcome::SignedIn(session) = outcome(bench.reply(state, &reply)) else { panic!() };
    assert_eq!(session.facts.expiry.at.unwrap().as_second(), NOW + 7 * 3600 + 43_199);
    assert_eq!(session.facts.issued_at, Some(date));
}
