//! The recovery key: 32 random bytes a person keeps on paper.
//!
//! The text is 56 Crockford base32 characters in eight groups of seven: 52 for the bytes and four that check them, so
//! that a typing error is distinguished from a wrong key.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto;
use crate::error::VaultError;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 7;
const KEY_CHARS: usize = 52;
const CHECK_CHARS: usize = 4;

/// A recovery key, shown once when the vault is made; Hallpass keeps no copy.
pub struct RecoveryKey(Zeroizing<[u8; 32]>);

impl RecoveryKey {
    pub(crate) fn random() -> Result<Self, VaultError> {
        crypto::random().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The text to show to the user, in groups.
    pub fn expose(&self) -> Zeroizing<String> {
        let mut chars = encode(self.0.as_ref(), KEY_CHARS);
        chars.extend_from_slice(&check(&self.0));
        let mut text = Zeroizing::new(String::with_capacity(chars.len() + chars.len() / GROUP));
        for (i, char) in chars.iter().enumerate() {
            if i > 0 && i % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*char));
        }
        text
    }

    /// Reads what the user typed: any case and spacing, `O` for `0`, `I` and `L` for `1`. `None` when characters are
    /// missing, foreign or do not check out.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(digit).collect();
        let digits = Zeroizing::new(digits?);
        if digits.len() != KEY_CHARS + CHECK_CHARS {
            return None;
        }
        let (key, sum) = digits.split_at(KEY_CHARS);
        let key = decode(key)?;
        let expected = check(&key);
        let typed: Vec<u8> = sum.iter().map(|d| ALPHABET[usize::from(*d)]).collect();
        (typed == expected).then_some(Self(key))
    }
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey(****)")
    }
}

fn digit(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|c| char::from(*c) == upper).and_then(|i| u8::try_from(i).ok())
}

/// The first `chars` base32 characters of `bytes`, padded with zero bits.
fn encode(bytes: &[u8], chars: usize) -> Zeroizing<Vec<u8>> {
    let bit = |i: usize| bytes.get(i / 8).map_or(0, |byte| (byte >> (7 - i % 8)) & 1);
    let value = |c: usize| (0..5).fold(0u8, |value, i| (value << 1) | bit(c * 5 + i));
    Zeroizing::new((0..chars).map(|c| ALPHABET[usize::from(value(c))]).collect())
}

/// The 32 bytes of 52 digits; `None` when the four bits left over are not zero.
fn decode(digits: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let bit = |i: usize| (digits[i / 5] >> (4 - i % 5)) & 1;
    let mut bytes = Zeroizing::new([0u8; 32]);
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = (0..8).fold(0, |value, i| (value << 1) | bit(n * 8 + i));
    }
    (256..KEY_CHARS * 5).all(|i| bit(i) == 0).then_some(bytes)
}

fn check(key: &[u8; 32]) -> Vec<u8> {
    let sum = Sha256::new().chain_update(b"hallpass recovery").chain_update(key).finalize();
    encode(&sum, CHECK_CHARS).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_accepted_in_any_case_and_spacing() {
        let key = RecoveryKey::random().unwrap();
        let shown = key.expose();
        let sloppy = shown.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "L");
        for text in [shown.to_string(), sloppy, shown.replace('-', "\n")] {
            assert_eq!(RecoveryKey::parse(&text).unwrap().0, key.0);
        }
    }

    #[test]
    fn one_wrong_character_is_noticed() {
        let shown = RecoveryKey::random().unwrap().expose();
        let mut missed = 0;
        for (i, old) in shown.char_indices().filter(|(_, c)| *c != '-') {
            for new in ALPHABET.iter().map(|c| char::from(*c)).filter(|new| *new != old) {
                let typed = format!("{}{new}{}", &shown[..i], &shown[i + 1..]);
                missed += usize::from(RecoveryKey::parse(&typed).is_some());
            }
        }
        assert_eq!(missed, 0, "of {} single slips", 56 * 31);
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "ABC", "U", &"0".repeat(55), &"é".repeat(56)] {
            assert!(RecoveryKey::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn debug_hides_it() {
        assert_eq!(format!("{:?}", RecoveryKey::random().unwrap()), "RecoveryKey(****)");
    }
}
