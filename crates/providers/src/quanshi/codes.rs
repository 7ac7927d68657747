//! The codes of Quanshi. Its page names one; the table that it points to is not public.

use crate::codes::VendorCode;
use crate::refusal::{Refusal, RefusalKind as Kind};
use crate::text::Text;

/// The code of the entry for any refusal of the interface token.
const TOKEN_REFUSED: &str = "401";

pub(super) static CODES: &[VendorCode] = &[VendorCode::new(
    "51210",
    "",
    Kind::Busy,
    "",
    Text::new("服务器从UMS批量获取authKey失败", "The server failed to fetch the authKeys from its user system (UMS)"),
    Text::new(
        "这一批账号都没有结果，可以稍后继续；反复出现时请把请求编号发给全时",
        "None of this batch got a result; continue later. If it happens again, send the request ID to Quanshi",
    ),
)];

/// No code for a refused token is documented, so it is known by the HTTP status or by the server's words.
pub(super) static TOKEN: &[VendorCode] = &[token_refused(TOKEN_REFUSED), token_refused("403")];

const fn token_refused(code: &'static str) -> VendorCode {
    VendorCode::new(
        code,
        "",
        Kind::TokenInvalid,
        "token",
        Text::new("服务器不接受这个接口令牌", "The server does not accept this interface token"),
        Text::new(
            "向全时核实令牌并更新凭据，然后重新登录",
            "Check the token with Quanshi, update the credential and sign in again",
        ),
    )
}

/// A refusal by the server's status, its words and the HTTP status.
pub(super) fn refusal(code: &str, words: Option<&str>, http: u16) -> Refusal {
    let refusal = crate::codes::refusal(&[CODES, TOKEN], code, words);
    let of_token = matches!(http, 401 | 403) || words.is_some_and(names_the_token);
    match (refusal.kind, of_token, http) {
        (Kind::Other, true, _) => {
            let token = crate::codes::refusal(&[TOKEN], TOKEN_REFUSED, words);
            Refusal { code: refusal.code, ..token }
        }
        (Kind::Other, _, 429) => Refusal { kind: Kind::Throttled, ..refusal },
        (Kind::Other, _, 500..) => Refusal { kind: Kind::Busy, ..refusal },
        _ => refusal,
    }
}

fn names_the_token(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["token", "令牌", "unauthor", "鉴权", "未授权"].iter().any(|word| lower.contains(word))
}
