//! Accounts made up on demand from their names: a million of them take no memory.

use uuid::Uuid;

/// The domain that AD names come back with.
const AD_DOMAIN: &str = "corp.example";

/// An account as it follows from its name.
pub(super) struct Account {
    /// The login name as answers spell it.
    pub(super) login: String,
    /// Does it exist at all?
    pub(super) exists: bool,
    /// Has it a key before any is minted?
    pub(super) has_key: bool,
    pub(super) user_id: u64,
    seed: u64,
}

/// Shares of accounts, 0 to 1, that are unknown or without a key, beside those that say so by name.
#[derive(Clone, Copy, Default)]
pub(super) struct Shares {
    pub(super) missing: f64,
    pub(super) empty: f64,
}

impl Account {
    /// The account of a login name (or mail address).
    pub(super) fn named(name: &str, shares: Shares) -> Self {
        let seed = hash(name);
        let drawn = |salt: u64| mix(seed ^ salt) as f64 / u64::MAX as f64;
        let unknown = name.trim().is_empty() || name.starts_with("missing") || name.ends_with(".invalid");
        let keyless = name.starts_with("nokey") || name.starts_with("ad_nokey");
        let big = name.starts_with("big") || seed.is_multiple_of(16);
        Self {
            login: name.to_owned(),
            exists: !unknown && drawn(1) >= shares.missing,
            has_key: !keyless && drawn(2) >= shares.empty,
            user_id: if big { seed | 1 << 63 } else { seed >> 11 },
            seed,
        }
    }

    /// The account of an AD name at a site; without a site there is none.
    pub(super) fn of_directory(name: &str, site: &str, shares: Shares) -> Self {
        let login = if name.contains('@') { name.to_owned() } else { format!("{name}@{AD_DOMAIN}") };
        let account = Self::named(&login, shares);
        Self { exists: account.exists && !site.is_empty() && !name.trim().is_empty(), ..account }
    }

    /// The key after `minted` new ones.
    pub(super) fn key(&self, minted: u32) -> String {
        let high = mix(self.seed ^ u64::from(minted) << 32);
        Uuid::from_u64_pair(high, mix(high)).to_string()
    }

    /// A number that is always the same for this account.
    pub(super) fn trait_number(&self, salt: u64) -> u64 {
        mix(self.seed ^ salt)
    }
}

/// FNV-1a, then mixed: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    let fold = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    mix(text.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
}

/// The finaliser of SplitMix64.
pub(super) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
