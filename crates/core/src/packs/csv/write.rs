//! Writes a pack as CSV, and a template to fill in.

use std::collections::BTreeSet;

use hallpass_providers::registry::PROVIDERS;

use super::columns::COLUMNS;
use crate::environment::Environment;
use crate::network::Network;
use crate::packs::pack::{Pack, Packed, PackedRenewal};
use crate::profile::AutoRenew;

/// Writes a header and a row for each profile.
pub(in crate::packs) fn write(pack: &Pack) -> Result<Vec<u8>, csv::Error> {
    let fields: BTreeSet<&str> =
        pack.profiles.iter().flat_map(|profile| profile.values.keys().map(String::as_str)).collect();
    // Spreadsheets take a file without a byte order mark for one in the encoding of their country.
    let mut rows = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    rows.write_record(COLUMNS.iter().copied().chain(fields.iter().copied()))?;
    for profile in &pack.profiles {
        let (tags, allow) = (profile.tags.join(";"), profile.network.allow_http.to_string());
        let keep_alive = profile.renewal.keep_alive.map(|minutes| minutes.to_string()).unwrap_or_default();
        let fixed = [
            profile.name.as_str(),
            &profile.provider,
            &profile.server,
            profile.environment.id(),
            profile.group.as_deref().unwrap_or_default(),
            &tags,
            profile.method.as_deref().unwrap_or_default(),
            profile.credential.as_deref().unwrap_or_default(),
            profile.network.proxy.text(),
            &allow,
            profile.renewal.auto_renew.map(AutoRenew::id).unwrap_or_default(),
            &keep_alive,
        ];
        let values = fields.iter().map(|field| profile.values.get(*field).map_or("", String::as_str));
        rows.write_record(fixed.into_iter().chain(values))?;
    }
    rows.into_inner().map_err(|error| error.into_error().into())
}

/// A pack to fill in: an example for each provider, with the fields that its sign-in needs.
pub(in crate::packs) fn template() -> Pack {
    let profiles = PROVIDERS.iter().map(|provider| {
        let descriptor = provider.descriptor();
        let needed = descriptor
            .methods
            .first()
            .into_iter()
            .flat_map(|method| descriptor.fields_of(method.id).filter(|field| field.is_required(method.id)));
        let needed = needed.filter(|field| field.can_be_saved() && !field.is_secret());
        Packed {
            name: format!("example-{}", descriptor.id),
            provider: descriptor.id.to_owned(),
            server: descriptor.example.to_owned(),
            environment: Environment::default(),
            group: None,
            tags: Vec::new(),
            method: None,
            credential: None,
            values: needed.map(|field| (field.name.to_owned(), field.default.unwrap_or("...").to_owned())).collect(),
            network: Network::default(),
            renewal: PackedRenewal::default(),
        }
    });
    Pack { hallpass_pack: 1, environments: Vec::new(), profiles: profiles.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::csv::read;

    #[test]
    fn the_template_is_a_pack_with_every_provider() {
        let written = write(&template()).unwrap();
        let pack = read(&written).unwrap();
        assert_eq!(pack.profiles.len(), PROVIDERS.len());
        assert!(String::from_utf8_lossy(&written).contains(",credential,"));
    }
}
