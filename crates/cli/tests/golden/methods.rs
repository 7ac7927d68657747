//! Every sign-in method of every provider, from the profile to signing out.

use serde_json::Value;

use crate::harness::Ground;
use crate::transcript::Transcript;

const SECRETS: [&str; 3] = ["password", "client_secret", "token"];

/// The system, the method, and the sandbox's first account for it.
fn ways(ground: &Ground) -> Vec<(String, String, Value)> {
    let known = ground.run(&["providers", "--json"]).json();
    let sandbox = ground.sandbox.describe();
    let systems = sandbox["systems"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut ways = Vec::new();
    for provider in known["providers"].as_array().unwrap() {
        let system = systems.iter().find(|system| system["id"] == provider["id"]).unwrap();
        for method in provider["methods"].as_array().unwrap() {
            let mut accounts = system["accounts"].as_array().unwrap().iter();
            let account = accounts.find(|account| account["method"] == method["id"]).unwrap();
            ways.push((text(&provider["id"]), text(&method["id"]), account["fields"].clone()));
        }
    }
    ways
}

fn add(ground: &Ground, name: &str, system: &str, method: &str, fields: &Value) {
    let server = ground.at(system);
    let line = ["profile", "add", name, "--provider", system, "--server", &server, "--method", method];
    let mut words = line.map(str::to_owned).to_vec();
    for (field, value) in fields.as_object().unwrap() {
        let value = value.as_str().unwrap();
        if SECRETS.contains(&field.as_str()) {
            let file = ground.path(&format!("{name}-{field}"));
            std::fs::write(&file, value).unwrap();
            words.extend(["--secret".to_owned(), format!("{field}=@{}", file.display())]);
        } else {
            words.extend(["--set".to_owned(), format!("{field}={value}")]);
        }
    }
    let ran = ground.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// Answers what a sign-in asks, until there is a session.
fn answer(ground: &Ground, fields: &Value) {
    while let Some(asked) = ground.run(&["pending", "--json"]).json()["pending"].get(0).cloned() {
        let answer = match asked["kind"].as_str().unwrap() {
            "captcha" => ground.sandbox.captcha_text(None).unwrap(),
            "sms" => ground.sandbox.sms_code(fields["phone"].as_str().unwrap()).unwrap(),
            "organisation" => asked["options"][0]["id"].as_str().unwrap().to_owned(),
            other => panic!("{other}"),
        };
        let field = asked["fields"][0].as_str().unwrap();
        let ran = ground.run(&["answer", asked["pending"].as_str().unwrap(), &format!("{field}={answer}")]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

#[test]
fn every_method_signs_in_and_out() {
    for lang in ["zh", "en"] {
        let ground = Ground::new();
        let mut terminal = Transcript::new(&ground, lang);
        let ways = ways(&ground);
        for (system, method, fields) in &ways {
            let name = format!("{system}-{method}");
            add(&ground, &name, system, method, fields);
            let before = ground.attempts(system);
            let code = terminal.run(&["login", &name]).code;
            assert!([0, 4].contains(&code), "{name}");
            answer(&ground, fields);
            terminal.run(&["session", &name]);
            assert_eq!(terminal.run(&["token", &name, "--format", "header"]).code, 0, "{name}");
            assert!(ground.attempts(system) <= before + 1, "{name}: one attempt at most");
            terminal.run(&["logout", &name]);
        }
        terminal.check("methods");
    }
}
