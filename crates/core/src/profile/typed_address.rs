//! The address of a server as a person types or pastes it, and what to do about one that is not usable.

use hallpass_providers::{Address, AddressFault, Text};

use crate::error::{Error, Result};

/// Reads it. A colon or slash of a Chinese keyboard is taken for the plain one.
///
/// # Errors
/// Returns an error if it is no address of a server, or its host mixes alphabets as a look-alike does. What follows a `?`
/// may be a secret and is never repeated.
pub(crate) fn typed_address(typed: &str) -> Result<Address> {
    let plain = typed.replace('：', ":").replace('／', "/");
    let server = Address::parse(&plain).map_err(|fault| Error::invalid("server", &words(fault, &plain)))?;
    // In its ASCII spelling it is meant, and seen to be another one.
    if server.mixes_scripts() && !plain.is_ascii() { Err(look_alike(&server)) } else { Ok(server) }
}

fn look_alike(server: &Address) -> Error {
    let host = server.host();
    let why = Text::made(
        format!("混用了不同文字的字母，可能是仿冒地址；确实是这个主机时，请填它的ASCII写法{host}"),
        format!(
            "mixes letters of different alphabets, as look-alike addresses do; if this host is meant, enter it in ASCII: {host}"
        ),
    );
    Error::invalid("server", &why)
}

/// An address pasted from a browser: the page that was open there follows the server.
fn browser_address(typed: &str) -> Text {
    let start = typed.find("://").map_or(0, |at| at + 3);
    let server = typed[start..].find(['/', '?', '#']).map_or(typed, |end| &typed[..start + end]);
    if server.contains('@') {
        return Text::new("不能含 ? 或 #", "must not contain ? or #");
    }
    Text::made(
        format!("是浏览器里某个页面的地址；请只填{server}"),
        format!("is the address of a page in the browser; enter only {server}"),
    )
}

fn words(fault: AddressFault, typed: &str) -> Text {
    match fault {
        AddressFault::NotAnAddress => Text::new(
            "不是完整的地址，例如https://apigw.example.com",
            "is not a complete address such as https://apigw.example.com",
        ),
        AddressFault::Scheme => Text::new("必须以https://开头", "must begin with https://"),
        AddressFault::UserInfo => Text::new("不能含用户名或密码", "must not contain a user name or password"),
        AddressFault::QueryOrFragment => browser_address(typed),
        AddressFault::HiddenCharacters => {
            Text::new("含有空白、反斜杠或看不见的字符", "contains white space, a backslash or invisible characters")
        }
        AddressFault::DisguisedHost => {
            Text::new("的主机名写法会被解析为另一个主机", "has a host name that is parsed as a different host")
        }
        AddressFault::Port => Text::new("的端口不能是0", "must not have port 0"),
        AddressFault::TooLong => Text::new("过长（最多2048字节）", "is too long (at most 2048 bytes)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_read_or_told_what_to_enter_instead() {
        let read = |typed| typed_address(typed).map(|server| server.as_str().to_owned());
        assert_eq!(read("https：／／apigw.example.com").unwrap(), "https://apigw.example.com");
        for typed in ["http://127.0.0.1:9/portal/#/login", "http://127.0.0.1:9?code=canary", "http：//127.0.0.1:9#x"] {
            let error = read(typed).unwrap_err();
            assert!(error.message.en.ends_with("enter only http://127.0.0.1:9"), "{}", error.message.en);
            assert_eq!(error.field.as_deref(), Some("server"));
        }
        assert!(!read("https://me:canary@x.example?a").unwrap_err().message.en.contains("canary"));
    }

    #[test]
    fn a_host_that_looks_like_another_is_entered_in_ascii_or_not_at_all() {
        let error = typed_address("https://\u{430}pigw.example.com").unwrap_err();
        assert!(error.message.en.contains("xn--pigw-43d.example.com"), "{}", error.message.en);
        assert!(typed_address("https://xn--pigw-43d.example.com").is_ok(), "typed on purpose");
        assert!(typed_address("https://网关.example.com").is_ok(), "one alphabet");
    }
}
