//! Joining a team without a password: confirmed in a browser, or with a client certificate.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Stdio};

use hallpass_test_openbao::{CLIENT, ClientAuthority, IdentityProvider};

use crate::harness::{Ground, Ran};
use crate::team::{desk, init, ok, secret, server, without_a_yes_nothing_is_sent};

fn admin(path: &str, body: &str) {
    server().0.post(&server().1, path, body).unwrap();
}

/// A team that is set up, with a method of its own that this body configures for the role `people`.
fn team(ground: &Ground, name: &str, kind: &str, config: &str, role: (&str, &str)) {
    without_a_yes_nothing_is_sent();
    ok(init(ground, name, &["--token", "@token", "--yes"]));
    admin(&format!("sys/auth/{name}"), &format!(r#"{{"type":"{kind}"}}"#));
    admin(&format!("auth/{name}/config"), config);
    let (path, rest) = role;
    admin(&format!("auth/{name}/{path}/people"), &format!(r#"{{"token_policies":["{name}-reader"],{rest}}}"#));
}

fn provided(ground: &Ground, name: &str) -> IdentityProvider {
    let provider = IdentityProvider::start().unwrap();
    let ((id, secret), issuer) = (CLIENT, provider.issuer());
    let config =
        format!(r#"{{"oidc_discovery_url":"{issuer}","oidc_client_id":"{id}","oidc_client_secret":"{secret}"}}"#);
    let role = r#""role_type":"oidc","callback_mode":"device","user_claim":"sub","allowed_redirect_uris":["-"]"#;
    team(ground, name, "oidc", &config, ("role", role));
    provider
}

fn join<'a>(node: &'a str, name: &'a str, method: &'a str) -> Vec<&'a str> {
    let begin = ["team", "join", name, "--server", node, "--ca", "ca.pem", "--method", method];
    [&begin[..], &["--method-mount", name, "--user", "people"]].concat()
}

/// Starts a command and reads what it says until it waits.
fn waiting(ground: &Ground, words: &[&str]) -> (Child, String) {
    let mut command = ground.command(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut said = String::new();
    let mut lines = BufReader::new(child.stderr.as_mut().unwrap());
    while !said.contains("Ctrl-C") {
        assert_ne!(lines.read_line(&mut said).unwrap(), 0, "{said}");
    }
    (child, said)
}

#[test]
fn a_login_says_what_to_open_and_waits_until_a_browser_confirms_it_or_ctrl_c_stops_it() {
    let rita = desk();
    let provider = provided(&rita, "cli-oidc");
    let node = server().0.addresses().remove(0);
    let words = join(&node, "cli-oidc", "oidc");
    let nobody = rita.run(&[&words[..], &["--no-input"]].concat());
    assert_eq!((nobody.code, provider.codes().len()), (4, 0), "{}", nobody.err);
    let typed = rita.run(&[&words[..], &["--secret", "-"]].concat());
    assert_eq!((typed.code, provider.codes().len()), (2, 0), "{}", typed.err);

    let (mut stopped, said) = waiting(&rita, &[&words[..], &["--lang", "zh"]].concat());
    let code = provider.codes().pop().unwrap();
    assert!(said.contains(&format!("输入代码{code}")), "{said}");
    assert!(said.contains(&format!("\n  {}/device\n", provider.issuer())), "{said}");
    let pid = rustix::process::Pid::from_child(&stopped);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let status = stopped.wait().unwrap();
    assert!(status.signal() == Some(2) || status.code() == Some(130), "{status:?}");
    assert_eq!(rita.run(&["team", "status"]).code, 2, "nothing was joined");

    let (child, said) = waiting(&rita, &[&words[..], &["--lang", "en", "--json"]].concat());
    let code = provider.codes().pop().unwrap();
    assert!(said.contains(&format!("enter the code {code}")), "{said}");
    provider.confirm(&code, "rita.wu");
    let joined = ok(Ran::from(child.wait_with_output().unwrap())).json();
    assert_eq!(joined["team"]["settings"]["method"], "oidc", "{joined}");
    ok(rita.run(&["team", "sync"]));

    // The login again needs no more than the team's name.
    let (child, _) = waiting(&rita, &["team", "join", "cli-oidc"]);
    provider.deny(&provider.codes().pop().unwrap());
    let denied = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(denied.code, 3, "{}", denied.err);
    assert_eq!(provider.codes().len(), 3, "one login for each command");
}

#[test]
fn a_client_certificate_joins_and_is_not_asked_for_again() {
    let rita = desk();
    let authority = ClientAuthority::new("Clients of a test").unwrap();
    let certificate = format!(r#""certificate":"{}""#, authority.pem().replace('\n', "\\n"));
    team(&rita, "cli-cert", "cert", "{}", ("certs", &certificate));
    secret(&rita, "anna.pem", &authority.client("anna").unwrap());
    secret(&rita, "other.pem", &ClientAuthority::new("Others").unwrap().client("anna").unwrap());
    let node = server().0.addresses().remove(0);
    let words = join(&node, "cli-cert", "cert");
    let shown = |rest: &[&str]| rita.run(&[&words[..], &["--lang", "en"], rest].concat());
    let missing = shown(&[]);
    assert_eq!(missing.code, 4, "{}", missing.err);
    assert!(missing.err.contains("--client-cert FILE"), "{}", missing.err);
    let other = shown(&["--client-cert", "other.pem"]);
    assert_eq!(other.code, 3, "{}", other.err);
    assert!(other.err.contains("does not accept the client certificate"), "{}", other.err);
    for rest in [&["--secret", "-"][..], &["--method", "jwt", "--client-cert", "anna.pem"]] {
        let begin = ["team", "join", "cli-cert", "--server", &node, "--ca", "ca.pem"];
        let cert = if rest.contains(&"jwt") { &[][..] } else { &["--method", "cert"][..] };
        assert_eq!(rita.run(&[&begin[..], cert, rest].concat()).code, 2, "{rest:?}");
    }
    let joined = ok(shown(&["--client-cert", "anna.pem", "--json"]));
    assert!(!joined.out.contains("PRIVATE KEY"), "{}", joined.out);
    std::fs::remove_file(rita.path("anna.pem")).unwrap();
    ok(rita.run(&["team", "join", "cli-cert"]));
    ok(rita.run(&["team", "sync"]));
}
