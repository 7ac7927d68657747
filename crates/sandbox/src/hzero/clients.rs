//! The invented OAuth clients of HZERO.

/// An OAuth client.
pub(super) struct Client {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    /// Life of an access token in seconds.
    pub(super) life_s: i64,
    pub(super) refresh: bool,
    /// A refreshed answer repeats the refresh token.
    pub(super) echo_refresh: bool,
    /// Passwords come as Base64, not RSA.
    pub(super) base64: bool,
    /// User names are RSA too.
    pub(super) account_rsa: bool,
    /// The same ciphertext is refused for 30 days.
    pub(super) replay: bool,
}

const WEB: Client = Client {
    id: "hallpass-web",
    secret: "not-a-real-client-01",
    life_s: 43_200,
    refresh: true,
    echo_refresh: true,
    base64: false,
    account_rsa: false,
    replay: false,
};

/// Every client.
pub(super) const CLIENTS: [Client; 6] = [
    WEB,
    Client { id: "hallpass-base64", secret: "not-a-real-client-02", base64: true, ..WEB },
    Client { id: "hallpass-account-rsa", secret: "not-a-real-client-03", account_rsa: true, ..WEB },
    Client { id: "hallpass-replay", secret: "not-a-real-client-04", replay: true, echo_refresh: false, ..WEB },
    Client { id: "hallpass-long", secret: "not-a-real-client-05", life_s: 32_400_000, refresh: false, ..WEB },
    Client { id: "hallpass-short", secret: "not-a-real-client-06", life_s: 60, ..WEB },
];
