//! The table: one row a case.

use hallpass_core::ErrorCode;
use serde_json::{Value, json};

use crate::cases::{
    ALL, BRINGS, COOLING, FIRST, HTML, JSON, NO_JOB, NOT_THE_API, PAGE, READ, REFUSED, Row, SAYS, Want, changed, http,
    nested, only, redirect, refusal, row, says, tokens, too_many,
};
use crate::front::Play;

pub(crate) static ROWS: &[Row] = &[
    only(ALL, row(1, "the page of a captive portal", || says("200 OK", HTML, PAGE), NOT_THE_API)),
    row(1, "a page that says it is JSON", || says("200 OK", JSON, PAGE), NOT_THE_API),
    row(2, "a refusal under 200", || refusal("no"), REFUSED),
    only(
        BRINGS,
        row(
            3,
            "success without a token",
            || Play::Change(|it| changed(it, |body| tokens(body, &Value::Null))),
            NOT_THE_API,
        ),
    ),
    only(
        BRINGS,
        row(3, "an empty token", || Play::Change(|it| changed(it, |body| tokens(body, &json!("")))), NOT_THE_API),
    ),
    only(
        SAYS,
        row(
            4,
            "half of the JSON",
            || {
                Play::Change(|it| {
                    let half = it.body[..it.body.len() / 2].to_vec();
                    it.with(half)
                })
            },
            NOT_THE_API,
        ),
    ),
    only(
        SAYS,
        row(
            4,
            "something after the JSON",
            || {
                Play::Change(|it| {
                    let more = [&it.body[..], b" {}"].concat();
                    it.with(more)
                })
            },
            NOT_THE_API,
        ),
    ),
    only(
        READ,
        row(
            4,
            "a byte order mark",
            || {
                Play::Change(|it| {
                    let marked = [b"\xef\xbb\xbf", &it.body[..]].concat();
                    it.with(marked)
                })
            },
            Want::Fine,
        ),
    ),
    only(READ, row(4, "no UTF-8", || says("200 OK", JSON, b"{\"message\":\"\xff\xfe\xfd\"}"), NOT_THE_API)),
    only(READ, row(4, "a number that is none", || says("200 OK", JSON, br#"{"code":NaN,"status":NaN}"#), NOT_THE_API)),
    only(READ, row(4, "10,000 lists in each other", || says("200 OK", JSON, &nested(10_000)), NOT_THE_API)),
    only(SAYS, row(4, "nothing", || says("200 OK", JSON, b""), NOT_THE_API)),
    only(
        BRINGS,
        row(
            5,
            "a member twice",
            || {
                Play::Change(|it| {
                    let text = String::from_utf8_lossy(&it.body).into_owned();
                    let inner = text.trim().trim_start_matches('{').to_owned();
                    it.with(format!("{{{},{inner}", inner.trim_end().trim_end_matches('}')).into_bytes())
                })
            },
            NOT_THE_API,
        ),
    ),
    row(
        7,
        "2 GB",
        || {
            Play::Endless(
                format!("HTTP/1.1 200 OK\r\n{JSON}content-length: 2147483648\r\n\r\n").into_bytes(),
                vec![b' '; 64 << 10],
            )
        },
        Want::Is(ErrorCode::AnswerTooBig),
    ),
    row(
        7,
        "chunks without end",
        || {
            Play::Endless(
                format!("HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n\r\n").into_bytes(),
                [b"4000\r\n", &[b' '; 0x4000][..], b"\r\n"].concat(),
            )
        },
        Want::Is(ErrorCode::AnswerTooBig),
    ),
    row(
        7,
        "less than was declared",
        || Play::Say(format!("HTTP/1.1 200 OK\r\n{JSON}content-length: 5000\r\n\r\n{{}}").into_bytes()),
        Want::Unknown,
    ),
    only(
        READ,
        row(
            8,
            "gzipped unasked",
            || {
                says(
                    "200 OK",
                    &format!("{JSON}content-encoding: gzip\r\n"),
                    b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0",
                )
            },
            NOT_THE_API,
        ),
    ),
    row(9, "a byte now and then", || Play::Drip(http("200 OK", JSON, &[b' '; 4096])), Want::Is(ErrorCode::Timeout)),
    row(9, "silence", || Play::Stall(Vec::new()), Want::Is(ErrorCode::Timeout)),
    row(9, "a head that stops", || Play::Stall(b"HTTP/1.1 200 OK\r\nx-a: ".to_vec()), Want::Is(ErrorCode::Timeout)),
    row(
        9,
        "a body that stops",
        || Play::Stall(format!("HTTP/1.1 200 OK\r\n{JSON}content-length: 500\r\n\r\n{{").into_bytes()),
        Want::Is(ErrorCode::Timeout),
    ),
    row(
        9,
        "headers without end",
        || Play::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), [b"x-a: ", &[b'a'; 8000][..], b"\r\n"].concat()),
        Want::Unknown,
    ),
    row(
        9,
        "100 Continue without end",
        || Play::Endless(Vec::new(), b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
        Want::Is(ErrorCode::Timeout),
    ),
    only(FIRST, row(10, "nobody listens", || Play::Gone, Want::Is(ErrorCode::Unreachable))),
    row(10, "a reset before the request is read", || Play::ResetAtOnce, Want::Unknown),
    only(ALL, row(10, "a reset after the request", || Play::Reset(Vec::new()), Want::Unknown)),
    row(10, "closed without an answer", || Play::Say(Vec::new()), Want::Unknown),
    row(10, "a reset in the head", || Play::Reset(b"HTTP/1.1 200 O".to_vec()), Want::Unknown),
    row(
        10,
        "a reset in the body",
        || Play::Reset(format!("HTTP/1.1 200 OK\r\n{JSON}content-length: 500\r\n\r\n{{\"a\"").into_bytes()),
        Want::Unknown,
    ),
    row(10, "no HTTP", || Play::Say(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), Want::Unknown),
    only(
        READ,
        row(11, "301 elsewhere", || redirect(301, "http://other.invalid/"), Want::Is(ErrorCode::UnexpectedRedirect)),
    ),
    only(READ, row(11, "302 to itself", || redirect(302, "/"), Want::Is(ErrorCode::UnexpectedRedirect))),
    only(
        READ,
        row(11, "303 elsewhere", || redirect(303, "https://other.invalid/"), Want::Is(ErrorCode::UnexpectedRedirect)),
    ),
    only(
        READ,
        row(11, "307 elsewhere", || redirect(307, "http://other.invalid/"), Want::Is(ErrorCode::UnexpectedRedirect)),
    ),
    only(
        READ,
        row(11, "308 to a file", || redirect(308, "file:///etc/passwd"), Want::Is(ErrorCode::UnexpectedRedirect)),
    ),
    only(NO_JOB, row(16, "429 for 5 seconds", || too_many("5"), COOLING)),
    only(NO_JOB, row(16, "429 for an age", || too_many("999999999"), COOLING)),
    only(NO_JOB, row(16, "429 for less than nothing", || too_many("-1"), COOLING)),
    only(NO_JOB, row(16, "429 until a date", || too_many("Wed, 21 Oct 2099 07:28:00 GMT"), COOLING)),
    row(
        17,
        "500 though it was done",
        || {
            Play::Change(|_| {
                http("500 Internal Server Error", JSON, br#"{"status":500,"error":"Internal Server Error"}"#)
            })
        },
        Want::Unknown,
    ),
    row(17, "502 with a page", || says("502 Bad Gateway", HTML, PAGE), Want::Unknown),
    row(17, "504 though it was done", || Play::Change(|_| http("504 Gateway Timeout", HTML, PAGE)), Want::Unknown),
    only(
        BRINGS,
        row(
            23,
            "a token with a line break",
            || Play::Change(|it| changed(it, |body| tokens(body, &json!("abcdef\r\nx-evil: 1")))),
            NOT_THE_API,
        ),
    ),
    only(
        BRINGS,
        row(
            23,
            "a token with an escape",
            || Play::Change(|it| changed(it, |body| tokens(body, &json!("abc\u{1b}[31mdef")))),
            NOT_THE_API,
        ),
    ),
    only(
        BRINGS,
        row(
            23,
            "a token that runs backwards",
            || Play::Change(|it| changed(it, |body| tokens(body, &json!("abc\u{202e}def")))),
            NOT_THE_API,
        ),
    ),
    only(
        BRINGS,
        row(
            23,
            "a token of 100 kB",
            || Play::Change(|it| changed(it, |body| tokens(body, &json!("a".repeat(100_000))))),
            NOT_THE_API,
        ),
    ),
    row(24, "a refusal in HTML", || refusal("<img src=x onerror=alert(1)>"), REFUSED),
    row(24, "a refusal in colour", || refusal("\u{1b}[31mred\u{7}\u{202e}\r\nlog: forged"), REFUSED),
    row(24, "a refusal of 800 kB", || refusal(&"long ".repeat(40_000)), REFUSED),
];
