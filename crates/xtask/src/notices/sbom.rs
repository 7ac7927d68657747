//! The bill of materials in CycloneDX 1.5: what is in a package, for those who look for known faults in it.
//!
//! It names no time and no number of its own, so that two builds of one source have the same.

use super::Part;
use serde_json::{Value, json};

/// The document.
pub(super) fn document(parts: &[Part]) -> Value {
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "hallpass",
                "name": "hallpass",
                "version": env!("CARGO_PKG_VERSION"),
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
        },
        "components": parts.iter().map(component).collect::<Vec<_>>(),
    })
}

fn component(part: &Part) -> Value {
    let purl = part.purl();
    let mut component = json!({
        "type": "library",
        "bom-ref": purl,
        "name": part.name,
        "version": part.version,
        "purl": purl,
        // Packages of long ago write a slash.
        "licenses": [{ "expression": part.license.replace('/', " OR ") }],
    });
    if part.homepage.starts_with("https://") {
        component["externalReferences"] = json!([{ "type": "vcs", "url": part.homepage }]);
    }
    component
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::parts;
    use super::document;
    use std::collections::BTreeSet;

    #[test]
    fn every_part_is_named_once_with_its_registry() {
        let parts = parts().unwrap();
        let bom = document(&parts);
        let components = bom["components"].as_array().unwrap();
        assert_eq!(components.len(), parts.len());
        let named: BTreeSet<_> = components.iter().map(|one| one["purl"].as_str().unwrap()).collect();
        assert_eq!(named.len(), parts.len(), "a part twice");
        for start in ["pkg:cargo/tauri@2", "pkg:cargo/rusqlite@0", "pkg:npm/svelte@5", "pkg:npm/%40tauri-apps/api@2"] {
            assert!(named.iter().any(|purl| purl.starts_with(start)), "{start}");
        }
    }
}
