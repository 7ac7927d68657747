//! Random values: tokens, codes, keys.

/// Fills `buffer` from the operating system, or leaves it as it is where there is no source.
fn fill(buffer: &mut [u8]) {
    let _ = getrandom::fill(buffer);
}

/// A random number below `limit` (0 when `limit` is 0).
pub(crate) fn below(limit: u64) -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes).checked_rem(limit).unwrap_or(0)
}

/// `length` random characters of `alphabet`.
pub(crate) fn pick(alphabet: &str, length: usize) -> String {
    let letters: Vec<char> = alphabet.chars().collect();
    (0..length).filter_map(|_| letters.get(usize::try_from(below(letters.len() as u64)).unwrap_or(0))).collect()
}

/// `length` random letters and digits.
pub(crate) fn letters(length: usize) -> String {
    pick("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", length)
}

/// `length` random digits.
pub(crate) fn digits(length: usize) -> String {
    pick("0123456789", length)
}

/// A random UUID, hyphenated.
pub(crate) fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
