//! The modules of a crate import each other in one direction, which no type can say. What counts is every path that begins
//! with `crate::` outside comments and tests, which is how the modules here name each other.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules that each module names.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn modules_that_import_each_other_are_none() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let crates = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path().join("src"));
    let crates: Vec<PathBuf> = crates.chain([root.join("src-tauri")]).filter(|source| source.is_dir()).collect();
    for source in &crates {
        let imports = imports(source);
        let circle: Vec<&String> = imports.keys().filter(|module| reaches(&imports, module, module)).collect();
        assert!(circle.is_empty(), "{}: these import each other: {circle:?}", source.display());
    }
    assert!(
        crates.len() > 10 && imports(&root.join("crates/core/src"))["sign_in"].contains("driver"),
        "nothing was read"
    );
}

#[test]
fn the_core_names_its_types_by_the_module_that_has_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let modules: BTreeSet<String> = files(&source).iter().map(|file| module(&source, file)).collect();
    for file in files(&source) {
        let through_the_root: Vec<String> = named(&file).into_iter().filter(|name| !modules.contains(name)).collect();
        assert!(through_the_root.is_empty(), "{}: {through_the_root:?}", file.display());
    }
}

fn reaches(imports: &Imports, from: &str, wanted: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        for import in imports.get(module).into_iter().flatten() {
            if import == wanted {
                return true;
            }
            if seen.insert(import) {
                next.push(import);
            }
        }
    }
    false
}

fn imports(source: &Path) -> Imports {
    let mut all = Imports::new();
    for file in files(source) {
        let module = module(source, &file);
        let named = named(&file).into_iter().filter(|name| *name != module);
        all.entry(module.clone()).or_default().extend(named);
    }
    // The root shows what the modules have; nothing is said by that.
    all.retain(|module, _| module != "lib" && module != "main");
    all
}

fn module(source: &Path, file: &Path) -> String {
    let first = file.strip_prefix(source).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The first names behind `crate::`, also in braces.
fn named(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for rest in code.split("crate::").skip(1).filter(|rest| !rest.starts_with('$')) {
        let (mut depth, mut name) = (0, String::new());
        for c in rest.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                c if c.is_alphanumeric() || c == '_' => name.push(c),
                _ if depth == 0 => break,
                _ if depth == 1 && c == ',' => drop(names.insert(first(&std::mem::take(&mut name)))),
                _ if depth == 1 && c == ':' => name.push(c),
                _ => {}
            }
        }
        names.insert(first(&name));
    }
    names.remove("");
    names
}

fn first(path: &str) -> String {
    path.split(':').next().unwrap_or_default().to_owned()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let entries = entries.filter(|path| !path.file_stem().is_some_and(|name| name == "tests" || name == "build"));
    let files = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    files.filter(|file| file.extension().is_some_and(|kind| kind == "rs")).collect()
}
