//! What an administrator sets up for a team: an engine and two policies. The same files are under `docs/team`.

use serde_json::{Value, json};

use crate::names::{Mount, Name, Place};

const READER: &str = include_str!("../../../docs/team/reader.hcl");
const EDITOR: &str = include_str!("../../../docs/team/editor.hcl");

/// One call of the set-up, to be shown before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUpStep {
    /// Where it goes, below `/v1/`.
    pub path: String,
    /// What is sent. No secret.
    pub body: Value,
    /// Where to look whether it is there already; nothing where it may be written again.
    pub exists: Option<String>,
}

/// The calls that prepare a server for a team, in their order.
pub fn set_up(place: &Place) -> Vec<SetUpStep> {
    let Place { mount, team, .. } = place;
    let step = |path: String, body: Value| SetUpStep { path, body, exists: None };
    let engine = json!({"type": "kv", "options": {"version": "2"}});
    vec![
        SetUpStep { exists: Some(format!("sys/mounts/{mount}")), ..step(format!("sys/mounts/{mount}"), engine) },
        step(format!("{mount}/config"), json!({"cas_required": true, "max_versions": 10})),
        step(format!("sys/policies/acl/{team}-reader"), json!({"policy": policy(READER, mount, team)})),
        step(format!("sys/policies/acl/{team}-editor"), json!({"policy": policy(EDITOR, mount, team)})),
    ]
}

fn policy(text: &str, mount: &Mount, team: &Name) -> String {
    // No name holds what a policy could be closed with.
    text.replace("MOUNT", mount.as_str()).replace("TEAM", team.as_str())
}
