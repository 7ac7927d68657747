//! Proxies of every kind on the way to a server that is reached by them alone, and their passwords.

use std::sync::{Arc, Mutex};

use crate::support::certificates::Identity;
use crate::support::{TestClock, iam, in_memory, typed};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hallpass_core::providers::Secret;
use hallpass_core::{ErrorCode, Hallpass, ProfileDraft};
use hallpass_sandbox::{Options, Sandbox, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// No resolver knows it.
const HOST: &str = "iam.invalid";
const USER: &str = "anna";
const PASSWORD: &str = "not/a real:p@ss";
/// The same as an address writes it.
const IN_ADDRESS: &str = "not%2Fa%20real%3Ap%40ss";

/// A proxy that leads to one sandbox, and whom it was asked for.
struct Proxy {
    at: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    async fn start(server: &str, socks: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (at, asked) = (listener.local_addr().unwrap().to_string(), Arc::default());
        let (server, seen) = (server.trim_start_matches("https://").to_owned(), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, seen) = (server.clone(), Arc::clone(&seen));
                tokio::spawn(async move { serve(client, &server, &seen, socks).await });
            }
        });
        Self { at, asked }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

async fn serve(mut client: TcpStream, server: &str, seen: &Mutex<Vec<String>>, socks: bool) -> std::io::Result<()> {
    let host = if socks { socks5(&mut client).await? } else { connect(&mut client).await? };
    let Some(host) = host else { return Ok(()) };
    seen.lock().unwrap().push(host);
    let mut server = TcpStream::connect(server).await?;
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// RFC 1928 and RFC 1929.
async fn socks5(client: &mut TcpStream) -> std::io::Result<Option<String>> {
    let (_, methods) = (client.read_u8().await?, client.read_u8().await?);
    text(client, methods).await?;
    client.write_all(&[5, 2]).await?;
    client.read_u8().await?;
    let length = client.read_u8().await?;
    let user = text(client, length).await?;
    let length = client.read_u8().await?;
    let password = text(client, length).await?;
    let right = user == USER && password == PASSWORD;
    client.write_all(&[1, u8::from(!right)]).await?;
    if !right {
        return Ok(None);
    }
    let mut head = [0; 4];
    client.read_exact(&mut head).await?;
    assert_eq!(head, [5, 1, 0, 3], "a name, to be resolved by the proxy");
    let length = client.read_u8().await?;
    let host = text(client, length).await?;
    let port = client.read_u16().await?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    Ok(Some(format!("{host}:{port}")))
}

async fn text(client: &mut TcpStream, length: u8) -> std::io::Result<String> {
    let mut bytes = vec![0; length.into()];
    client.read_exact(&mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn connect(client: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let basic = STANDARD.encode(format!("{USER}:{PASSWORD}"));
    let told = head.lines().any(|line| line.eq_ignore_ascii_case(&format!("proxy-authorization: Basic {basic}")));
    if !told {
        client.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await?;
        return Ok(None);
    }
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    Ok(head.split_whitespace().nth(1).map(str::to_owned))
}

/// A sandbox that shows a certificate for [`HOST`], and the authority of that.
async fn server() -> (Sandbox, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let own = Identity::own(HOST);
    let tls = Some(own.files(folder.path()));
    (start(Options { tls, ..Options::default() }).await.unwrap(), own.pem(), folder)
}

async fn edit(hallpass: &Hallpass, proxy: String) {
    let draft = ProfileDraft { proxy: Some(Secret::new(proxy)), ..ProfileDraft::default() };
    hallpass.edit_profile("p", draft).await.unwrap();
}

#[tokio::test]
async fn each_kind_leads_to_the_server_with_a_password_that_is_shown_nowhere() {
    let (sandbox, pem, _folder) = server().await;
    let place = sandbox.address("enos-iam");
    for (scheme, socks) in [("socks5h", true), ("http", false)] {
        let proxy = Proxy::start(&place, socks).await;
        let hallpass = in_memory(&TestClock::default()).await;
        let bare = format!("{scheme}://{USER}@{}", proxy.at);
        let typed_in = Secret::new(format!("{scheme}://{USER}:{IN_ADDRESS}@{}", proxy.at));
        let draft = ProfileDraft {
            ca: Some(pem.clone()),
            proxy: Some(typed_in),
            ..iam("p", &format!("https://{HOST}"), "li.wen")
        };
        assert!(!format!("{draft:?}").contains(IN_ADDRESS));
        let saved = hallpass.add_profile(draft).await.unwrap();
        assert_eq!(saved.profile.network.proxy.text(), bare);
        let shown =
            format!("{:?}{}", saved.profile, serde_json::to_string(&hallpass.profiles().await.unwrap()).unwrap());
        assert!(!shown.contains("not%2F") && !shown.contains(PASSWORD), "{shown}");

        let before = sandbox.requests().len();
        hallpass.sign_in("p", typed("Not-Real-iam-01")).await.unwrap();
        assert_eq!(proxy.asked(), [format!("{HOST}:443")], "{scheme}");
        assert_eq!(sandbox.requests().len(), before + 1, "{scheme}");
        // A form sends the address as it shows it, and a sign-out goes the same way.
        edit(&hallpass, bare.clone()).await;
        hallpass.verify("p").await.unwrap();
        assert_eq!(sandbox.requests().len(), before + 2, "{scheme}");
        proxy.asked();

        // Another address is told nothing, and the same one has to be told again then.
        edit(&hallpass, "none".to_owned()).await;
        edit(&hallpass, bare.clone()).await;
        let error = hallpass.sign_in("p", typed("Not-Real-iam-01")).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Unreachable, "{error:?}");
        assert!(error.message.en.contains(&bare) && error.message.en.contains(HOST), "{error:?}");
        assert_eq!((proxy.asked().len(), sandbox.requests().len()), (0, before + 2), "{scheme}");

        // One that is gone is named without its password.
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        edit(&hallpass, format!("{scheme}://{USER}:{IN_ADDRESS}@{gone}")).await;
        let error = hallpass.sign_in("p", typed("Not-Real-iam-01")).await.unwrap_err();
        assert!(error.message.en.contains(&format!("{scheme}://{USER}@{gone}")), "{error:?}");
        assert!(!format!("{error:?}").contains(IN_ADDRESS), "{error:?}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_of_a_proxy_is_refused_by_its_name() {
    let hallpass = in_memory(&TestClock::default()).await;
    for bad in
        ["socks4://proxy.example", "proxy.example:3128", "http://anna:Hunter2@", "http://proxy.example/pac?Hunter2"]
    {
        let draft = ProfileDraft { proxy: Some(Secret::new(bad)), ..iam("p", "https://gw.example", "li.wen") };
        let error = hallpass.add_profile(draft).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidField, Some("proxy")), "{bad}");
        assert!(!format!("{error:?}").contains("Hunter2"), "{error:?}");
    }
}
