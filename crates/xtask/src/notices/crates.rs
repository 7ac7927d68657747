//! The crates that are linked into the window and the command, and the C code that some of them carry.

use super::{Part, texts};
use crate::command::{answer, cargo};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::process::Command;

/// What is handed on.
const PROGRAMS: [&str; 2] = ["hallpass-desktop", "hallpass-cli"];

pub(super) fn parts() -> Result<Vec<Part>, String> {
    parts_of(&host()?)
}

/// What is linked into the programs for this target.
pub(super) fn parts_of(target: &str) -> Result<Vec<Part>, String> {
    let said = answer(cargo("metadata --format-version 1 --locked --filter-platform").arg(target), "")?;
    let metadata: Value = serde_json::from_str(&said).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages: HashMap<&str, &Value> =
        list(&metadata["packages"]).map(|package| (text(&package["id"]), package)).collect();
    let linked = linked(&metadata, &packages);
    linked
        .iter()
        .filter_map(|id| packages.get(id))
        .filter(|package| !package["source"].is_null())
        .map(|package| part(package))
        .collect()
}

/// The packages that the programs reach by ordinary dependencies, and the sources that a build script compiles.
fn linked<'a>(metadata: &'a Value, packages: &HashMap<&'a str, &'a Value>) -> BTreeSet<&'a str> {
    let nodes: HashMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).map(|node| (text(&node["id"]), node)).collect();
    let name = |id: &str| packages.get(id).map_or("", |package| text(&package["name"]));
    let ours = |id: &&&str| PROGRAMS.contains(&name(id));
    let (mut seen, mut open) = (BTreeSet::new(), packages.keys().filter(ours).copied().collect::<Vec<_>>());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let edges = nodes.get(id).into_iter().flat_map(|node| list(&node["deps"]));
        let links = |edge: &&Value| {
            let source = name(text(&edge["pkg"])).ends_with("-src");
            list(&edge["dep_kinds"]).any(|kind| kind["kind"].is_null() || (source && kind["kind"] == "build"))
        };
        open.extend(edges.filter(links).map(|edge| text(&edge["pkg"])));
    }
    seen
}

fn part(package: &Value) -> Result<Part, String> {
    let name = text(&package["name"]).to_owned();
    let folder = Path::new(text(&package["manifest_path"])).parent().unwrap_or(Path::new("."));
    // The code that such a crate carries has licences of its own.
    let deep = if name.ends_with("-src") || name.ends_with("-sys") || name == "ring" { 2 } else { 0 };
    Ok(Part {
        registry: "cargo",
        version: text(&package["version"]).to_owned(),
        license: text(&package["license"]).to_owned(),
        authors: list(&package["authors"]).map(|author| text(author).to_owned()).collect(),
        homepage: text(&package["repository"]).to_owned(),
        texts: texts(folder, deep)?,
        name,
    })
}

/// What rustc compiles for.
fn host() -> Result<String, String> {
    let said = answer(Command::new("rustc").arg("-vV"), "")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".to_owned())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
