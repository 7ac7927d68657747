//! A shared profile as the draft that makes one here the same.

use crate::packs::{Packed, device, draft};
use crate::profile::{Profile, ProfileDraft};

/// A draft that also takes away what the document no longer has.
pub(super) fn whole(old: &Profile, packed: Packed) -> ProfileDraft {
    let device = device(old);
    let gone: Vec<(String, String)> = old
        .values
        .keys()
        .filter(|name| Some(name.as_str()) != device && !packed.values.contains_key(*name))
        .map(|name| (name.clone(), String::new()))
        .collect();
    let (group, method, ca) = (packed.group.clone(), packed.method.clone(), packed.network.ca.clone());
    let tags = packed.tags.clone();
    let mut draft = draft(packed);
    draft.values.extend(gone);
    ProfileDraft {
        group: Some(group.unwrap_or_default()),
        method: Some(method.unwrap_or_default()),
        ca: Some(ca.unwrap_or_default()),
        tags: Some(tags),
        ..draft
    }
}
