//! Custom environments.

use crate::harness::Ground;
use crate::transcript::Transcript;

#[test]
fn an_environment_of_one_s_own_from_its_adding_to_its_end() {
    for lang in ["zh", "en"] {
        let ground = Ground::new();
        let mut terminal = Transcript::new(&ground, lang);
        terminal.run(&["environment", "list"]);
        let uat = ["--name-zh", "验收", "--name-en", "UAT", "--colour", "violet", "--after", "test"];
        terminal.run(&[&["environment", "add", "uat"], &uat[..]].concat());
        terminal.run(&["environment", "add", "dr", "--name-zh", "灾备", "--production"]);
        terminal.run(&["environment", "add", "Dr"]);
        ground.li_wen("a", &["--group", "yunling", "--env", "uat"]);
        ground.li_wen("b", &["--group", "yunling", "--env", "dr"]);
        terminal.run(&["environment", "list"]);
        terminal.run(&["group", "list"]);
        terminal.run(&["use", "yunling", "dr"]);
        ground.run(&["login", "b"]);
        terminal.run(&["token", "yunling"]);
        terminal.run(&["profile", "edit", "a", "--env", "uta"]);
        terminal.run(&["profile", "export", "--out", "pack.json"]);
        terminal.run(&["environment", "edit", "dr", "--no-production"]);
        terminal.run(&["environment", "remove", "dr"]);
        terminal.run(&["environment", "remove", "dr", "--move-to", "staging"]);
        terminal.run(&["environment", "remove", "dr", "--move-to", "prod"]);
        terminal.run(&["environment", "edit", "staging", "--name-en", "Pre"]);
        terminal.run(&["profile", "import", "pack.json", "--yes"]);
        terminal.check("environments");
        let said = ground.run(&["activity", "--json"]).json();
        let ours = |event: &&serde_json::Value| event["kind"] == "environment_changed";
        let events: Vec<_> = said["activity"].as_array().unwrap().iter().filter(ours).collect();
        let details: Vec<_> = events.iter().map(|event| event["detail"].as_str().unwrap()).collect();
        assert_eq!(details, ["dr removed", "dr added", "uat added"]);
        assert!(events.iter().all(|event| event["client"] == "command"), "{said}");
    }
}

#[test]
fn programs_read_environments_and_shells_complete_them() {
    let ground = Ground::new();
    ground.run(&["environment", "add", "uat", "--name-en", "UAT"]);
    ground.li_wen("a", &["--env", "uat"]);
    let all = ground.run(&["environment", "list", "--json"]).json();
    let uat = &all["environments"][4];
    let expected = serde_json::json!({"id": "uat", "name": "UAT", "colour": "grey",
        "production": false, "built_in": false, "profiles": ["a"]});
    assert_eq!(uat, &expected, "{all}");
    assert_eq!(ground.run(&["environment", "list", "--names"]).out, "dev\ntest\nstaging\nprod\nuat\n");
    assert_eq!(ground.run(&["profile", "show", "a", "--json"]).json()["profile"]["environment"], "uat");
    let removed = ground.run(&["environment", "remove", "uat", "--move-to", "dev", "--json"]).json();
    assert_eq!(removed, serde_json::json!({"removed": "uat", "moved": ["a"]}));
}
