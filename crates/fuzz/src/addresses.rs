//! Addresses as people paste them: what is taken is one server, spelt one way, and stays that server whatever is joined.

use hallpass_providers::{Address, AddressFault};

pub(crate) fn read(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok(address) = Address::parse(text) else { return };
    let again = Address::parse(address.as_str()).expect("what was made of an address is one");
    assert_eq!(again.as_str(), address.as_str(), "an address has one spelling");
    let url = address.join("/oauth/token");
    assert!(url.username().is_empty() && url.password().is_none(), "a name in an address: {url}");
    assert!(url.fragment().is_none() && url.query().is_none(), "a query in an address: {url}");
    assert!(["http", "https"].contains(&url.scheme()), "{url}");
    match Address::parse(url.as_str()) {
        Ok(joined) => assert_eq!(joined.host(), address.host(), "a path leads elsewhere"),
        Err(fault) => assert_eq!(fault, AddressFault::TooLong, "a path spoils an address"),
    }
}
