//! A token taken out of what a program writes, wherever the pieces of its output begin and end.

use hallpass_providers::{Secret, secret_forms};
use zeroize::Zeroizing;

/// What is shown instead of the token.
const MASK: &[u8] = b"****";

/// Takes a token out of a stream of bytes: as it is, and as URLs, JSON, HTML and Base64 write it, in any case.
///
/// What may be the beginning of the token is kept until more comes; nothing else is.
pub struct Masker {
    /// In lower case, none of them empty.
    needles: Vec<Zeroizing<String>>,
    held: Zeroizing<Vec<u8>>,
}

/// What was found at a position of the stream.
enum Place {
    /// The token, so many bytes of it.
    Token(usize),
    /// Perhaps the token; its end has not come yet.
    Perhaps,
    Other,
}

impl Masker {
    /// For one stream.
    pub fn new(token: &Secret) -> Self {
        Self { needles: secret_forms(token), held: Zeroizing::default() }
    }

    /// What may be shown of the stream after these bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(bytes);
        self.release(true)
    }

    /// What may be shown once nothing more comes.
    pub fn finish(mut self) -> Vec<u8> {
        self.release(false)
    }

    fn release(&mut self, more: bool) -> Vec<u8> {
        let mut shown = Vec::with_capacity(self.held.len());
        let mut rest: &[u8] = &self.held;
        while let Some((first, behind)) = rest.split_first() {
            match self.place(rest) {
                Place::Token(length) => {
                    shown.extend_from_slice(MASK);
                    rest = rest.get(length..).unwrap_or_default();
                }
                Place::Perhaps if more => break,
                Place::Perhaps | Place::Other => {
                    shown.push(*first);
                    rest = behind;
                }
            }
        }
        self.held = Zeroizing::new(rest.to_vec());
        shown
    }

    /// The longest form that stands here; a longer one that may still come is waited for.
    fn place(&self, rest: &[u8]) -> Place {
        let (mut whole, mut part) = (0, 0);
        for needle in &self.needles {
            let (needle, seen) = (needle.as_bytes(), needle.len().min(rest.len()));
            let same = needle.iter().zip(rest).take(seen).all(|(one, other)| *one == other.to_ascii_lowercase());
            match (same, seen == needle.len()) {
                (true, true) => whole = whole.max(seen),
                (true, false) => part = part.max(needle.len()),
                (false, _) => {}
            }
        }
        match (whole, part) {
            (0, 0) => Place::Other,
            (whole, part) if part > whole => Place::Perhaps,
            (whole, _) => Place::Token(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(token: &str, pieces: &[&[u8]]) -> String {
        let mut masker = Masker::new(&Secret::new(token));
        let mut shown: Vec<u8> = pieces.iter().flat_map(|piece| masker.push(piece)).collect();
        shown.extend(masker.finish());
        String::from_utf8_lossy(&shown).into_owned()
    }

    #[test]
    fn wherever_the_pieces_end_the_token_is_not_in_them() {
        let (token, output) =
            ("aab+aac/token=", "x aab+aab+aac/token= aab+aac/tok\naab%2Baac%2Ftoken%3D YWFiK2FhYy90b2tlbj0=");
        let expected = "x aab+**** aab+aac/tok\n**** ****=";
        for size in 1..output.len() {
            let pieces: Vec<&[u8]> = output.as_bytes().chunks(size).collect();
            assert_eq!(masked(token, &pieces), expected, "{size}");
        }
    }

    #[test]
    fn what_only_begins_like_the_token_is_shown_at_the_end_and_not_before() {
        let mut masker = Masker::new(&Secret::new("secret-token"));
        assert_eq!(masker.push(b"ready> secret-"), b"ready> ");
        assert_eq!(masker.push(b"s"), b"secret-", "it may begin here");
        assert_eq!(masker.push(b"ay\n"), b"say\n");
        assert_eq!(masker.push(b"secret-to"), b"");
        assert_eq!(masker.finish(), b"secret-to");
    }

    #[test]
    fn bytes_that_are_no_text_pass_as_they_are() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut masker = Masker::new(&Secret::new("secret-token"));
        assert_eq!([masker.push(&bytes), masker.finish()].concat(), bytes);
    }
}
