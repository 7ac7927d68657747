//! What the page is made of: the packages that npm installs for it, fonts included, but not its tools.

use super::{Part, texts};
use crate::ui;
use serde_json::Value;
use std::fs;
use std::path::Path;

pub(super) fn parts() -> Result<Vec<Part>, String> {
    let folder = ui::root().join("ui");
    let lock = read(&folder.join("package-lock.json"))?;
    let packages = lock["packages"].as_object().into_iter().flatten();
    // The page itself has no path. What is optional is for a tool that runs on this machine.
    let handed_on =
        packages.filter(|(path, about)| !path.is_empty() && about["dev"] != true && about["optional"] != true);
    handed_on.map(|(path, _)| part(&folder.join(path), path)).collect()
}

fn part(folder: &Path, path: &str) -> Result<Part, String> {
    let about = read(&folder.join("package.json"))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let author = [&about["author"]["name"], &about["author"]].into_iter().find_map(Value::as_str);
    let name = path.rsplit_once("node_modules/").map_or(path, |(_, name)| name);
    Ok(Part {
        registry: "npm",
        name: name.to_owned(),
        version: text(&about["version"]),
        license: text(&about["license"]),
        authors: author.map(str::to_owned).into_iter().collect(),
        homepage: text(if about["homepage"].is_string() { &about["homepage"] } else { &about["repository"]["url"] }),
        texts: texts(folder, 0)?,
    })
}

fn read(file: &Path) -> Result<Value, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| failed(&error))?;
    serde_json::from_str(&text).map_err(|error| failed(&error))
}
