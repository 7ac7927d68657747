//! Finds sentences: in Rust by its own tokens, so that comments, tests and other strings are not mistaken for them.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// A sentence and where it is written.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) place: String,
    pub(crate) chinese: bool,
    pub(crate) text: String,
}

/// Whether a text holds Chinese characters.
pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// The values of a catalogue of the window.
pub(crate) fn in_json(name: &str, chinese: bool, source: &str) -> Vec<Sentence> {
    let words: serde_json::Map<String, serde_json::Value> = serde_json::from_str(source).unwrap();
    let sentence = |(key, value): (String, serde_json::Value)| Sentence {
        place: format!("{name} {key}"),
        chinese,
        text: value.as_str().unwrap().to_owned(),
    };
    words.into_iter().map(sentence).collect()
}

/// Each literal with Chinese in it, and the one without that follows it: the same sentence in English.
pub(crate) fn in_rust(name: &str, source: &str) -> Vec<Sentence> {
    let tokens: TokenStream = source.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut literals = Vec::new();
    collect(tokens, &mut literals);
    let mut found = Vec::new();
    let mut after_chinese = false;
    for (span, text) in literals {
        let chinese = has_han(&text);
        if chinese || after_chinese {
            found.push(Sentence { place: format!("{name}:{}", span.start().line), chinese, text });
        }
        after_chinese = chinese;
    }
    found
}

fn collect(tokens: TokenStream, literals: &mut Vec<(Span, String)>) {
    let mut skip = false;
    let mut hash = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if hash && group.delimiter() == Delimiter::Bracket => {
                // An attribute: documentation, a name on the wire, or the mark of tests.
                skip |= group.stream().to_string().replace(' ', "") == "cfg(test)";
                hash = false;
            }
            // What is marked as a test ends with its own braces.
            TokenTree::Group(group) if skip => skip = group.delimiter() != Delimiter::Brace,
            TokenTree::Group(group) => collect(group.stream(), literals),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if let Some(text) = unquoted(&text).filter(|_| !skip) {
                    literals.push((literal.span(), text));
                }
            }
            TokenTree::Punct(punct) => hash = punct.as_char() == '#' || (hash && punct.as_char() == '!'),
            TokenTree::Ident(_) => {}
        }
    }
}

/// The words of a string literal; escapes are left as they are except for the continuation of a line.
fn unquoted(literal: &str) -> Option<String> {
    let text = literal.trim_start_matches(['r', '#']).trim_end_matches('#');
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    Some(lines.fold(first, |text, line| text + line.trim_start()))
}
