//! The accounts of HZERO as they are shown to people.

use super::accounts::{PLAIN, USERS, User};
use super::clients::{CLIENTS, Client};
use super::password;
use crate::system::{Demo, Words};

fn demo(user: &User, client: &Client, method: &'static str, endpoint: &'static str, happens: Words) -> Demo {
    let mut fields = vec![("client_id", client.id.to_owned()), ("client_secret", client.secret.to_owned())];
    match method {
        "sms" => fields.push(("phone", user.phone.to_owned())),
        "client-credentials" => {}
        _ => fields.extend([("account", user.login.to_owned()), ("password", user.password.to_owned())]),
    }
    Demo { name: user.person, method, endpoint, fields, happens }
}

/// Every account as it is shown to people.
pub(super) fn demos() -> Vec<Demo> {
    let [web, base64, account_rsa, replay, long, short] = &CLIENTS;
    let mut demos: Vec<Demo> = USERS.iter().map(|user| demo(user, web, "password", "hzero", user.happens)).collect();
    let with = |method, client, zh, en| demo(&PLAIN, client, method, "hzero", Words::new(zh, en));
    demos.push(with("sms", web, "短信验证码登录", "signs in by a code sent to the phone"));
    demos.push(with(
        "oauth-password",
        web,
        "登录成功：OAuth 密码模式，不校验验证码",
        "signs in: OAuth password mode, no captcha",
    ));
    demos.push(with(
        "client-credentials",
        web,
        "登录成功：客户端模式，无刷新令牌",
        "signs in: client credentials, no refresh token",
    ));
    demos.push(with("password", long, "令牌有效期 32399999 秒，无刷新令牌", "a token of 32399999 s, no refresh token"));
    demos.push(with("password", short, "令牌有效期 60 秒", "a token of 60 s"));
    demos.push(with(
        "password",
        replay,
        "拒绝重放密文；刷新时不返回刷新令牌",
        "replayed ciphertext refused; a refresh does not repeat the refresh token",
    ));
    let mut encoded = with("password", base64, "密码以 Base64 传输", "the password travels as Base64");
    encoded.fields.push(("password_encoding", "base64".to_owned()));
    demos.push(encoded);
    let mut account = with("password", account_rsa, "账号也用 RSA 加密", "the account is RSA-encrypted too");
    account.fields.push(("account_encoding", "rsa".to_owned()));
    demos.push(account);
    let mut own = demo(
        &PLAIN,
        web,
        "password",
        "hzero-own-key",
        Words::new("服务器自有 2048 位密钥", "the server has a 2048-bit key of its own"),
    );
    own.fields.push(("public_key", password::OWN_PUBLIC_KEY.to_owned()));
    demos.push(own);
    demos
}
