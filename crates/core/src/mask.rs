//! Redacts a token from a program's output, even where it is split across chunks.

use hallpass_providers::{Secret, secret_forms};
use zeroize::Zeroizing;

/// What is shown instead of the token.
const MASK: &[u8] = b"****";

/// So many letters of the token have come before a line is taken for one that was broken within it. A line may end with
/// fewer by chance, and would not be shown before the next one.
const WRAPPED: usize = 12;

/// Takes a token out of a stream of bytes: as it is, and as URLs, JSON, HTML, hexadecimal and Base64 write it, in any case
/// and also where lines are broken within it. Of other forms it knows nothing.
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
    /// Perhaps a longer form of the token, whose end has not come yet; so many bytes are the token anyway.
    Perhaps(usize),
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
                Place::Perhaps(_) if more => break,
                Place::Token(length @ 1..) | Place::Perhaps(length @ 1..) => {
                    shown.extend_from_slice(MASK);
                    rest = rest.get(length..).unwrap_or_default();
                }
                Place::Token(0) | Place::Perhaps(0) | Place::Other => {
                    shown.push(*first);
                    rest = behind;
                }
            }
        }
        self.held = Zeroizing::new(rest.to_vec());
        shown
    }

    /// The longest form that begins here; one that may still become longer is waited for.
    fn place(&self, rest: &[u8]) -> Place {
        let (mut whole, mut part) = (0, false);
        for needle in &self.needles {
            match begins(rest, needle.as_bytes()) {
                Begins::Whole(length) => whole = whole.max(length),
                // What comes may only be longer than what is here.
                Begins::Part => part = true,
                Begins::Not => {}
            }
        }
        match (whole, part) {
            (whole, true) => Place::Perhaps(whole),
            (0, false) => Place::Other,
            (whole, false) => Place::Token(whole),
        }
    }
}

/// Whether a text begins with a form of the token.
enum Begins {
    /// With all of it, in so many bytes.
    Whole(usize),
    /// With its beginning, and then the text ends.
    Part,
    Not,
}

fn begins(text: &[u8], needle: &[u8]) -> Begins {
    let (mut wanted, mut seen) = (needle.iter(), 0);
    let mut next = wanted.next();
    for byte in text {
        let Some(letter) = next else { return Begins::Whole(seen) };
        if *letter == byte.to_ascii_lowercase() {
            next = wanted.next();
        } else if !is_wrap(text, seen, needle.len() - wanted.len() - 1) {
            return Begins::Not;
        }
        seen += 1;
    }
    if next.is_none() { Begins::Whole(seen) } else { Begins::Part }
}

/// Whether a line is broken at this byte, after so many letters of the token: as Base64 is, after 64 or 76 columns.
fn is_wrap(text: &[u8], at: usize, letters: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    letters >= WRAPPED
        && match text.get(at) {
            Some(b'\r') => !matches!(before, Some(b'\r' | b'\n')),
            Some(b'\n') => before != Some(&b'\n'),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

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
    fn a_form_that_begins_a_longer_one_is_masked_at_the_end() {
        // A JSON text doubles the backslash at the end; Base64 has a last letter that what follows may change.
        assert_eq!(masked("secret-token\\", &[br"x secret-token\"]), "x ****");
        assert_eq!(masked("secret-token\\", &[b"x ", br"secret-token\", br"\ y"]), "x **** y");
        assert_eq!(masked("secret-tokens", &[b"c2VjcmV0LXRva2Vuc"]), "****", "and is cut before that letter");
    }

    #[test]
    fn lines_of_base64_are_masked_as_a_whole() {
        let token = "not-a-real-token-".repeat(6);
        let encoded = STANDARD.encode(format!("{token}\n"));
        for end in ["\n", "\r\n"] {
            let lines: Vec<&str> =
                encoded.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
            let output = format!("{}{end}", lines.join(end));
            for size in [1, 7, 76, 77, 4096] {
                let pieces: Vec<&[u8]> = output.as_bytes().chunks(size).collect();
                let shown = masked(&token, &pieces);
                assert!(shown.starts_with("****") && shown.len() < 12, "{size} {shown}");
            }
        }
        let mut masker = Masker::new(&Secret::new("secret-token-1"));
        assert_eq!(masker.push(b"a secret\n"), b"a secret\n", "a line is not kept for what may be chance");
        assert_eq!(masker.push(b"secret-token-\n\n1"), b"secret-token-\n\n1");
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
