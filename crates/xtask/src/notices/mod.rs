//! The notices of third parties: what the window and the command are built from, and under which licences. Every copy
//! that is handed on carries them.

mod crates;
mod page;
mod sbom;

use crate::task::Done;
use crate::ui;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the bundle takes them from.
pub(crate) const FILE: &str = "target/package/THIRD-PARTY-NOTICES.txt";

/// The same as a bill of materials, for programs.
const SBOM: &str = "target/package/hallpass.cdx.json";

/// One part that is not ours.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    /// Where it is from, as package addresses (purl) say it.
    registry: &'static str,
    name: String,
    version: String,
    /// As its package states it.
    license: String,
    /// Who made it, where its package has no text that says so.
    authors: Vec<String>,
    homepage: String,
    texts: BTreeSet<String>,
}

impl Part {
    /// Its address for programs that look up known faults. The scope of an npm package begins with an `@`.
    fn purl(&self) -> String {
        format!("pkg:{}/{}@{}", self.registry, self.name.replace('@', "%40"), self.version)
    }
}

/// Writes [`FILE`] and [`SBOM`].
pub(crate) fn write() -> Done {
    let parts = parts()?;
    save(FILE, &document(&parts)?)?;
    save(SBOM, &format!("{:#}\n", sbom::document(&parts)))
}

fn save(file: &str, text: &str) -> Done {
    let file = ui::root().join(file);
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// The notices of the programs for another system.
pub(crate) fn text(target: &str) -> Result<String, String> {
    document(&completed(crates::parts_of(target)?)?)
}

fn parts() -> Result<Vec<Part>, String> {
    completed(crates::parts()?)
}

/// With those of the page.
fn completed(mut parts: Vec<Part>) -> Result<Vec<Part>, String> {
    parts.extend(page::parts()?);
    complete(&mut parts)?;
    parts.sort();
    Ok(parts)
}

/// Packages without a text of their own get the standard one of their licence. It is Apache's where they leave the
/// choice, and else that of another part with the same licence, with their own authors.
fn complete(parts: &mut [Part]) -> Done {
    let apache = include_str!("../../../../LICENSE-APACHE");
    let mit = include_str!("../../../../LICENSE-MIT");
    let same: BTreeMap<String, String> = parts
        .iter()
        .filter(|part| part.texts.len() == 1)
        .filter_map(|part| Some((part.license.clone(), part.texts.first()?.clone())))
        .collect();
    for part in parts.iter_mut().filter(|part| part.texts.is_empty()) {
        let text = match part.license.as_str() {
            license if license.contains("Apache-2.0") => apache,
            "MIT" => mit.split_once("\n\n").and_then(|(_, rest)| rest.split_once("\n\n")).map_or(mit, |(_, text)| text),
            license => same.get(license).ok_or_else(|| format!("{}: no text of {license}", part.name))?,
        };
        let authors = if part.authors.is_empty() { "its authors".to_owned() } else { part.authors.join(", ") };
        part.texts.insert(format!("Copyright (c) {authors}\n\n{}", tidy(text)));
    }
    Ok(())
}

/// A list of the parts, then each text once, with those that it is about.
fn document(parts: &[Part]) -> Result<String, String> {
    let mut written = String::from(
        "Hallpass contains the following software and fonts of third parties. Their licences follow below the list.\n\n",
    );
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for part in parts {
        let name = format!("{} {}", part.name, part.version);
        writeln!(written, "{name}  {}  {}", part.license, part.homepage).map_err(|error| error.to_string())?;
        for text in &part.texts {
            texts.entry(text).or_default().push(name.clone());
        }
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|(_, a), (_, b)| a.cmp(b));
    for (text, names) in texts {
        let rule = "-".repeat(80);
        write!(written, "\n{rule}\n{}\n{rule}\n\n{text}\n", names.join(", ")).map_err(|error| error.to_string())?;
    }
    Ok(written)
}

/// The texts of licences and notices in a package's folder, `deep` folders below it as well.
fn texts(folder: &Path, deep: usize) -> Result<BTreeSet<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path: PathBuf = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let named = ["licence", "license", "copying", "notice", "unlicense", "copyright"];
        let named = named.iter().any(|start| name.starts_with(start));
        if path.is_dir() && (named || deep > 0) {
            found.extend(texts(&path, deep.saturating_sub(1))?);
        } else if named && path.is_file() && !name.ends_with(".rs") {
            let text = fs::read(&path).map_err(failed)?;
            found.insert(tidy(&String::from_utf8_lossy(&text)));
        }
    }
    found.remove("");
    Ok(found)
}

/// The same text however its lines end.
fn tidy(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_licence_and_what_is_built_into_it_as_well() {
        let parts = parts().unwrap();
        for part in &parts {
            assert!(!part.license.is_empty() && !part.texts.is_empty(), "{part:?}");
        }
        let text = document(&parts).unwrap();
        for name in ["tauri 2", "rusqlite 0", "reqwest 0", "svelte 5", "lucide 1", "@fontsource-variable/inter 5"] {
            assert!(text.contains(&format!("\n{name}")), "{name}");
        }
        // The fonts, and the C code that crates bring with them.
        assert_eq!(text.matches("SIL OPEN FONT LICENSE").count(), 2, "Inter and JetBrains Mono");
        for inside in ["ZETETIC LLC", "OpenSSL", "LibTomCrypt", "Mozilla Public License", "The Inter Project Authors"] {
            assert!(text.to_lowercase().contains(&inside.to_lowercase()), "{inside}");
        }
        for ours in ["hallpass-core", "proptest", "vitest", "playwright"] {
            assert!(!text.contains(&format!("\n{ours} ")), "{ours} is not handed on");
        }
    }

    #[test]
    fn every_package_for_linux_and_macos_carries_them() {
        let conf: serde_json::Value = serde_json::from_str(include_str!("../../../../tauri.conf.json")).unwrap();
        let bundle = &conf["bundle"];
        for files in
            [&bundle["linux"]["deb"]["files"], &bundle["linux"]["appimage"]["files"], &bundle["macOS"]["files"]]
        {
            for carried in [FILE, SBOM] {
                assert!(files.as_object().unwrap().values().any(|from| from == carried), "{carried}: {files}");
            }
        }
    }

    #[test]
    fn a_package_without_a_text_gets_that_of_its_licence() {
        let part = |name: &str, license: &str, text: Option<&str>| Part {
            registry: "cargo",
            name: name.to_owned(),
            version: "1".to_owned(),
            license: license.to_owned(),
            authors: vec!["Ann".to_owned()],
            homepage: String::new(),
            texts: text.map(str::to_owned).into_iter().collect(),
        };
        let mut parts = [
            part("a", "MPL-2.0", Some("the text of Mozilla")),
            part("b", "MPL-2.0", None),
            part("c", "MIT", None),
            part("d", "MIT OR Apache-2.0", None),
        ];
        complete(&mut parts).unwrap();
        let first = |n: usize| parts[n].texts.first().unwrap().as_str();
        assert_eq!(first(1), "Copyright (c) Ann\n\nthe text of Mozilla");
        assert!(first(2).starts_with("Copyright (c) Ann\n\nPermission is hereby granted"), "{}", first(2));
        assert!(first(3).contains("Apache License"));
        assert!(complete(&mut [part("e", "Odd-1.0", None)]).is_err());
    }
}
